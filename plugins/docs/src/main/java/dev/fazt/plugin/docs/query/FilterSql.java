package dev.fazt.plugin.docs.query;

import dev.fazt.plugin.docs.query.Filter.Comparison;
import java.time.Instant;
import java.util.List;

/**
 * Turns a filter into a condition in SQL that is true or false for every document, never null.
 *
 * <p>Values compare with values of their own type only: {@code age > 5} holds for no document whose age is a string, and
 * {@code name < "x"} for none whose name is a number. {@code !=} and {@code !~} hold exactly where {@code =} and {@code ~} do
 * not, so also where the field is missing. {@code null} equals a missing field, and so two missing fields are equal.
 */
public final class FilterSql {
    private FilterSql() {}

    /** Appends the condition, in brackets. */
    public static void append(SqlText sql, Filter filter) {
        switch (filter) {
            case Filter.And(List<Filter> terms) -> join(sql, terms, " AND ");
            case Filter.Or(List<Filter> terms) -> join(sql, terms, " OR ");
            case Comparison comparison when comparison.anyOf() -> ElementSql.append(sql, comparison);
            case Comparison comparison -> {
                sql.append(comparison.operator().negated() ? "(NOT (" : "((");
                affirmed(sql, comparison);
                sql.append("))");
            }
        }
    }

    private static void join(SqlText sql, List<Filter> terms, String conjunction) {
        sql.append("(");
        for (int i = 0; i < terms.size(); i++) {
            append(i == 0 ? sql : sql.append(conjunction), terms.get(i));
        }
        sql.append(")");
    }

    private static void affirmed(SqlText sql, Comparison comparison) {
        FieldPath field = comparison.field();
        Operator operator = comparison.operator().affirmed();
        if (field.column().isPresent()) {
            column(sql, field.column().get(), operator, comparison.right());
            return;
        }
        switch (comparison.right()) {
            case Operand.Field(FieldPath other) -> fields(sql, field, operator, other);
            case Operand.Text(String text) -> text(sql, field, operator, text);
            case Operand.Moment(Instant moment) -> text(sql, field, operator, Moments.text(moment));
            case Operand.Whole(long number) -> number(sql, field, operator, number);
            case Operand.Real(double number) -> number(sql, field, operator, number);
            case Operand.Flag(boolean flag) ->
                JsonSql.json(sql.append("COALESCE(CAST("), field)
                        .append(flag ? " AS TEXT), '') = 'true'" : " AS TEXT), '') = 'false'");
            case Operand.Null() -> JsonSql.value(sql, field).append(" IS NULL");
        }
    }

    private static void column(SqlText sql, Column column, Operator operator, Operand right) {
        if (column != Column.ID) {
            sql.append(column.sql()).append(symbol(operator)).bind(Moments.of(column, right));
        } else if (right instanceof Operand.Text(String text)) {
            if (operator == Operator.LIKE) {
                sql.append("lower(id) LIKE lower(").bind(LikePattern.of(text)).append(") ESCAPE '\\'");
            } else {
                sql.append("id").append(symbol(operator)).bind(text);
            }
        } else {
            throw new IllegalStateException("a filter compared id with " + right);
        }
    }

    private static void text(SqlText sql, FieldPath field, Operator operator, String text) {
        JsonSql.type(sql.append("CASE WHEN "), field).append(JsonSql.STRING).append("THEN ");
        if (operator == Operator.LIKE) {
            JsonSql.value(sql.append("lower("), field)
                    .append(") LIKE lower(")
                    .bind(LikePattern.of(text))
                    .append(") ESCAPE '\\'");
        } else {
            JsonSql.value(sql, field).append(symbol(operator)).bind(text);
        }
        sql.append(" ELSE FALSE END");
    }

    private static void number(SqlText sql, FieldPath field, Operator operator, Object number) {
        JsonSql.type(sql.append("CASE WHEN "), field).append(JsonSql.NUMBER).append("THEN ");
        numeric(sql, field).append(symbol(operator)).bind(number).append(" ELSE FALSE END");
    }

    /** Two fields compare as numbers if both are, as strings if both are, and else only by being the same JSON. */
    private static void fields(SqlText sql, FieldPath left, Operator operator, FieldPath right) {
        JsonSql.type(sql.append("CASE WHEN "), left).append(JsonSql.NUMBER).append("AND ");
        JsonSql.type(sql, right).append(JsonSql.NUMBER).append("THEN ");
        numeric(numeric(sql, left).append(symbol(operator)), right).append(" WHEN ");
        JsonSql.type(sql, left).append(JsonSql.STRING).append("AND ");
        JsonSql.type(sql, right).append(JsonSql.STRING).append("THEN ");
        JsonSql.value(JsonSql.value(sql, left).append(symbol(operator)), right).append(" ELSE ");
        if (operator == Operator.EQUAL) {
            JsonSql.json(sql.append("COALESCE(CAST("), left).append(" AS TEXT), 'null') = COALESCE(CAST(");
            JsonSql.json(sql, right).append(" AS TEXT), 'null') END");
        } else {
            sql.append("FALSE END");
        }
    }

    private static SqlText numeric(SqlText sql, FieldPath field) {
        return JsonSql.value(sql.append("CAST("), field).append(" AS NUMERIC)");
    }

    static String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case NOT_EQUAL, NOT_LIKE, LIKE -> throw new IllegalStateException(operator + " has no symbol in SQL");
        };
    }
}
