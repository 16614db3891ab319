package dev.fazt.host.sql;

import java.util.Optional;

/** Reads CREATE TABLE, ALTER TABLE and CREATE INDEX. */
final class TableDefinition {
    private TableDefinition() {}

    static boolean isTable(SqlStatement sql) {
        return sql.at(0).is("CREATE") && sql.at(sql.at(1).is("TEMP", "TEMPORARY") ? 2 : 1).is("TABLE");
    }

    /** Tells whether the type of a column stands at a token. */
    static boolean isColumnType(SqlStatement sql, int i) {
        if (sql.reads(0, "ALTER", "TABLE")) {
            int add = sql.outer("ADD");
            return add > 0 && i == (sql.at(add + 1).is("COLUMN") ? add + 3 : add + 2);
        }
        return isTable(sql) && isColumnName(sql, i - 1);
    }

    private static boolean isColumnName(SqlStatement sql, int i) {
        return sql.at(i - 1).is("(", ",")
                && sql.enclosing(i) == sql.outer("(")
                && sql.at(i).isName()
                && !sql.at(i).is("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT");
    }

    /** Tells whether a column has a type, or none, that the host can not translate. */
    static boolean unknownType(SqlStatement sql, int i) {
        return isColumnType(sql, i) && !sql.at(i).is("TEXT", "INTEGER", "REAL", "BLOB");
    }

    /** Tells whether an operator stands among the columns of an index, outside of brackets of its own. */
    static boolean bareExpression(SqlStatement sql, int i) {
        boolean index = sql.reads(0, "CREATE", "INDEX") || sql.reads(0, "CREATE", "UNIQUE", "INDEX");
        return index
                && i > 0
                && sql.at(i).is("->", "->>", "+", "-", "*", "/", "%", "||")
                && sql.enclosing(i) == sql.outer("(");
    }

    /** Returns the column that SQLite fills in by itself: the one that is INTEGER and the whole primary key. */
    static Optional<String> filledIn(SqlStatement sql) {
        for (int i = 0; isTable(sql) && i < sql.size(); i++) {
            if (isColumnType(sql, i) && sql.at(i).is("INTEGER") && isKey(sql, i)) {
                return Optional.of(sql.at(i - 1).text());
            }
        }
        return Optional.empty();
    }

    private static boolean isKey(SqlStatement sql, int type) {
        int next = type + 1;
        while (next < sql.size() && !sql.at(next).is(",", ")", "PRIMARY")) {
            next++;
        }
        int constraint = sql.find("PRIMARY", "KEY", "(", sql.at(type - 1).text(), ")");
        return sql.reads(next, "PRIMARY", "KEY") || constraint > 0;
    }

    /** Returns the name of the table that a CREATE TABLE makes. */
    static String name(SqlStatement sql) {
        return sql.at(sql.outer("(") - 1).text();
    }
}
