package dev.fazt.plugin.docs.query;

import dev.fazt.plugin.docs.query.Filter.Comparison;
import java.time.Instant;

/**
 * Writes the any-of comparisons, which ask whether one element of an array compares so.
 *
 * <p>{@code json_each} is SQLite's own, and this is the only class that uses it: engines have no name for it in common.
 */
final class ElementSql {
    private ElementSql() {}

    static void append(SqlText sql, Comparison comparison) {
        FieldPath field = comparison.field();
        JsonSql.type(sql.append("(EXISTS (SELECT 1 FROM json_each(CASE "), field).append(" WHEN '{' THEN NULL ELSE ");
        JsonSql.json(sql, field).append(" END) AS element WHERE ");
        sql.append(comparison.operator().negated() ? "NOT (" : "(");
        condition(sql, comparison.operator().affirmed(), comparison.right());
        sql.append(")))");
    }

    private static void condition(SqlText sql, Operator operator, Operand right) {
        switch (right) {
            case Operand.Text(String text) -> text(sql, operator, text);
            case Operand.Moment(Instant moment) -> text(sql, operator, Moments.text(moment));
            case Operand.Whole(long number) -> number(sql, operator, number);
            case Operand.Real(double number) -> number(sql, operator, number);
            case Operand.Flag(boolean flag) -> sql.append(flag ? "element.type = 'true'" : "element.type = 'false'");
            case Operand.Null() -> sql.append("element.type = 'null'");
            case Operand.Field(FieldPath other) ->
                throw new IllegalStateException("a filter compared the elements of an array with " + other);
        }
    }

    private static void text(SqlText sql, Operator operator, String text) {
        sql.append("element.type = 'text' AND ");
        if (operator == Operator.LIKE) {
            sql.append("lower(element.value) LIKE lower(").bind(LikePattern.of(text)).append(") ESCAPE '\\'");
        } else {
            sql.append("element.value").append(FilterSql.symbol(operator)).bind(text);
        }
    }

    private static void number(SqlText sql, Operator operator, Object number) {
        sql.append("element.type IN ('integer', 'real') AND element.value")
                .append(FilterSql.symbol(operator))
                .bind(number);
    }
}
