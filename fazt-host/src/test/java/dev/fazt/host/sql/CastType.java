package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlToken.Kind;

/**
 * Reads the type of a CAST. INTEGER has 32 bits on PostgreSQL, and REAL is a single there; JSON is no type on SQLite, which takes it
 * for a number and stores 0 without a word.
 */
final class CastType {
    private CastType() {}

    /** Tells whether a type begins at a token that is not the same on both engines. */
    static boolean unknown(SqlStatement sql, int i) {
        if (sql.at(i).is("::")) {
            return true;
        }
        boolean known = (sql.at(i).is("TEXT", "BIGINT", "NUMERIC") && sql.at(i + 1).is(")"))
                || sql.reads(i, "DOUBLE", "PRECISION", ")");
        return isType(sql, i) && !known;
    }

    /** Tells whether the type of a CAST begins at a token. In a fragment, {@code AS x)} ends a CAST that began before it. */
    static boolean isType(SqlStatement sql, int i) {
        if (!sql.at(i - 1).is("AS") || sql.at(i).kind() != Kind.WORD) {
            return false;
        }
        int open = sql.enclosing(i);
        return open < 0 ? sql.at(i + 1).is(")") : sql.at(open - 1).is("CAST");
    }
}
