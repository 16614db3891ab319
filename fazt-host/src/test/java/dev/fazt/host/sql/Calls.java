package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlToken.Kind;
import java.util.Locale;
import java.util.Set;

/** Tells calls of functions from the other names that brackets follow, and knows the functions that both engines have. */
final class Calls {
    private static final Set<String> COMMON = Set.of(
            // Aggregates and windows.
            "count", "sum", "avg", "min", "max", "string_agg",
            "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile",
            "lag", "lead", "first_value", "last_value", "nth_value",
            // Text, numbers, nulls. Not round, which rounds halves of doubles differently, nor mod, whose type differs.
            "lower", "upper", "length", "substr", "trim", "ltrim", "rtrim", "replace", "concat", "concat_ws",
            "abs", "ceil", "floor", "sign", "power", "sqrt", "exp", "ln",
            "coalesce", "nullif", "cast");

    private static final Set<String> TIME = Set.of(
            "date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff", "now", "age", "extract", "date_trunc",
            "date_part", "to_char", "to_timestamp", "to_date");

    private Calls() {}

    /** Tells whether a function is called at a token. */
    static boolean at(SqlStatement sql, int i) {
        SqlToken name = sql.at(i);
        return name.kind() == Kind.WORD
                && sql.at(i + 1).is("(")
                && !PortableRule.isReserved(name)
                && !namesTable(sql, i)
                && !definesColumn(sql, i)
                && !sql.at(0).is("PRAGMA");
    }

    /** A table or its alias with its columns: {@code INSERT INTO time (…)}, {@code ON time (…)}, {@code WITH time (…) AS}. */
    private static boolean namesTable(SqlStatement sql, int i) {
        boolean ofIndex = sql.at(i - 1).is("ON") && sql.at(0).is("CREATE");
        return ofIndex
                || sql.at(i - 1).is("INTO", "TABLE", "REFERENCES", "WITH", "RECURSIVE", "AS")
                || sql.reads(i - 3, "IF", "NOT", "EXISTS")
                || sql.reads(sql.closing(i + 1) + 1, "AS", "(");
    }

    /** The length of a type, as in {@code VARCHAR(20)}, is for the rule about types. */
    private static boolean definesColumn(SqlStatement sql, int i) {
        return TableDefinition.isColumnType(sql, i) || CastType.isType(sql, i);
    }

    /** Tells whether a function is called that the rules know nothing about. */
    static boolean unknown(SqlStatement sql, int i) {
        return at(sql, i)
                && !COMMON.contains(lower(sql.at(i)))
                && !isJson(sql.at(i))
                && !isTime(sql.at(i))
                && !PortableRule.GROUP_CONCAT.brokenAt(sql, i)
                && !PortableRule.SCALAR_MAX.brokenAt(sql, i)
                && !PortableRule.NULL_FUNCTION.brokenAt(sql, i);
    }

    static boolean isJson(SqlToken name) {
        return lower(name).matches("(json|jsonb)(_\\w+)?");
    }

    static boolean isTime(SqlToken name) {
        return TIME.contains(lower(name));
    }

    private static String lower(SqlToken name) {
        return name.text().toLowerCase(Locale.ROOT);
    }
}
