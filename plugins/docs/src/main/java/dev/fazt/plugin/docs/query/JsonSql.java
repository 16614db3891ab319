package dev.fazt.plugin.docs.query;

import java.util.List;

/**
 * Writes how SQL reads a field of a document's body.
 *
 * <p>{@code ->} gives the JSON text of a field, and null if there is none; its first character tells the type, on every
 * engine: a quote, a bracket, a brace, a letter, or one of {@code -} and the digits, which are the only ones between
 * {@code '-'} and {@code '9'}. {@code ->>} gives the value; on SQLite numbers come as numbers, but {@code true} comes as 1, and
 * any text is greater than any number. So every comparison first looks at the type.
 */
final class JsonSql {
    static final String NUMBER = " BETWEEN '-' AND '9' ";
    static final String STRING = " = '\"' ";

    private JsonSql() {}

    /** Appends the JSON text of a field. */
    static SqlText json(SqlText sql, FieldPath path) {
        return chain(sql.append("body"), path.segments(), " -> ");
    }

    /** Appends the value of a field. */
    static SqlText value(SqlText sql, FieldPath path) {
        return chain(sql.append("body"), path.segments(), " ->> ");
    }

    /** Appends the first character of a field's JSON text. */
    static SqlText type(SqlText sql, FieldPath path) {
        return json(sql.append("substr(CAST("), path).append(" AS TEXT), 1, 1)");
    }

    private static SqlText chain(SqlText sql, List<String> segments, String lastArrow) {
        for (String segment : segments.subList(0, segments.size() - 1)) {
            sql.append(" -> ").bind(segment);
        }
        return sql.append(lastArrow).bind(segments.getLast());
    }
}
