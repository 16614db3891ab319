package dev.fazt.plugin.docs.query;

import dev.fazt.api.storage.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * Is one criterion of an order.
 *
 * <p>The order is: missing and null, then numbers (false is 0 and true is 1), then strings by their first {@value #PREFIX}
 * characters. Objects and arrays count as missing. So the value of a key is never large, and fits into a cursor.
 */
public record SortKey(FieldPath field, boolean descending) {
    static final int PREFIX = 128;

    /** Returns the value of this key in a document whose columns are fields too, as a cursor carries it. */
    JsonNode valueIn(JsonNode document) {
        JsonNode node = field.in(document);
        if (node.isString()) {
            String text = node.stringValue();
            int end = text.codePointCount(0, text.length()) <= PREFIX
                    ? text.length()
                    : text.offsetByCodePoints(0, PREFIX);
            return JsonNodeFactory.instance.stringNode(text.substring(0, end));
        }
        return node.isNumber() || node.isBoolean() ? node : NullNode.getInstance();
    }

    void order(SqlText sql) {
        expression(sql);
        // SQLite and PostgreSQL disagree on where nulls go unless they are told.
        sql.append(descending ? " DESC NULLS LAST" : " ASC NULLS FIRST");
    }

    /** Appends that a row comes after the cursor by this key alone. */
    void after(SqlText sql, JsonNode value) {
        if (value.isNull()) {
            if (descending) {
                sql.append("FALSE");
            } else {
                expression(sql);
                sql.append(" IS NOT NULL");
            }
            return;
        }
        expression(sql.append("("));
        bound(sql.append(descending ? " < " : " > "), value);
        if (descending) {
            expression(sql.append(" OR "));
            sql.append(" IS NULL");
        }
        sql.append(")");
    }

    /** Appends that a row is where the cursor is by this key. */
    void same(SqlText sql, JsonNode value) {
        expression(sql);
        if (value.isNull()) {
            sql.append(" IS NULL");
        } else {
            bound(sql.append(" = "), value);
        }
    }

    private void expression(SqlText sql) {
        Optional<Column> column = field.column();
        if (column.isPresent()) {
            sql.append(column.get().sql());
            return;
        }
        JsonSql.type(sql.append("CASE "), field).append(" WHEN '\"' THEN substr(");
        JsonSql.value(sql, field).append(", 1, " + PREFIX + ") WHEN '{' THEN NULL WHEN '[' THEN NULL ELSE ");
        JsonSql.value(sql, field).append(" END");
    }

    /** The database itself reads the value out of JSON, as it does for the rows: so equal numbers are equal to the last bit. */
    private void bound(SqlText sql, JsonNode value) {
        if (field.column().isPresent()) {
            sql.bind(value.isString() ? value.stringValue() : (Object) value.longValue());
        } else {
            sql.append("(").bind(new Json("{\"value\":" + value + "}")).append(" ->> 'value')");
        }
    }
}
