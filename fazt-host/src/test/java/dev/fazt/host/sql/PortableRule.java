package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlToken.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * Lists what SQLite and PostgreSQL do not both run, or not with the same answer, and what to write instead.
 *
 * <p>A rule looks at one token and its neighbours. Where a text is only a part of a statement, it gives the benefit of the doubt to
 * what it can not see.
 */
enum PortableRule {
    INSERT_OR(
            "INSERT … ON CONFLICT (key) DO UPDATE SET x = excluded.x, or DO NOTHING",
            (sql, i) -> (sql.at(i).is("INSERT", "UPDATE") && sql.at(i + 1).is("OR")) || sql.reads(i, "REPLACE", "INTO")),
    CONFLICT_TARGET(
            "ON CONFLICT with the columns of the key, in the INSERT and not in the table",
            (sql, i) -> sql.reads(i, "ON", "CONFLICT")
                    && !sql.at(i + 2).is("(")
                    && !sql.reads(i + 2, "DO", "NOTHING")
                    && i + 2 < sql.size()),
    JSON_FUNCTION(
            "doc ->> 'key' and doc -> 'a' ->> 'b' for reading; make JSON in the program",
            (sql, i) -> Calls.at(sql, i) && Calls.isJson(sql.at(i))),
    JSON_PATH(
            "one arrow for each step: doc -> 'a' ->> 'b'. PostgreSQL takes '$.a.b' for a key, and answers null",
            (sql, i) -> sql.at(i).is("->", "->>")
                    && sql.at(i + 1).kind() == Kind.STRING
                    && sql.at(i + 1).text().startsWith("$")),
    JSON_OF_TEXT(
            "arrows on a column only: PostgreSQL has none for text",
            (sql, i) -> sql.at(i).is("->", "->>") && sql.reads(i - 3, "AS", "TEXT", ")")),
    LIKE_CASE(
            "lower(x) LIKE lower(?) ESCAPE '\\': only SQLite ignores case by itself",
            LikeComparison::ignoresOneSide),
    LIKE_ESCAPE(
            "ESCAPE '\\' after the pattern: only PostgreSQL has that escape by itself",
            LikeComparison::lacksEscape),
    MATCHING(
            "lower(x) LIKE lower(?) ESCAPE '\\', or match in the program",
            (sql, i) -> sql.at(i).is("GLOB", "REGEXP", "MATCH", "ILIKE", "SIMILAR")
                    && LikeComparison.hasLeftSide(sql, i)),
    CHANGE_WITH_LIMIT(
            "DELETE or UPDATE … WHERE key IN (SELECT key … ORDER BY … LIMIT ?)",
            (sql, i) -> i > 0
                    && i == sql.outer("LIMIT")
                    && sql.at(sql.outer("SELECT", "INSERT", "UPDATE", "DELETE")).is("UPDATE", "DELETE")),
    LIMIT_PAIR(
            "LIMIT count OFFSET start; leave LIMIT out for all rows",
            (sql, i) -> sql.at(i).is("LIMIT") && (sql.at(i + 2).is(",") || sql.at(i + 1).is("-"))),
    ROW_LOCK(
            "nothing: there is one writer",
            (sql, i) -> sql.at(i).is("FOR") && sql.at(i + 1).is("UPDATE", "SHARE", "NO", "KEY")),
    GROUP_CONCAT(
            "string_agg(x, ',' ORDER BY x)",
            (sql, i) -> Calls.at(sql, i) && sql.at(i).is("group_concat", "array_agg", "listagg")),
    SCALAR_MAX(
            "CASE WHEN a > b THEN a ELSE b END",
            (sql, i) -> Calls.at(sql, i)
                    && ((sql.at(i).is("max", "min") && sql.hasSeveral(i + 1)) || sql.at(i).is("greatest", "least"))),
    NULL_FUNCTION(
            "COALESCE(a, b), or CASE WHEN … THEN … ELSE … END",
            (sql, i) -> Calls.at(sql, i) && sql.at(i).is("ifnull", "iif", "if", "nvl", "isnull")),
    TIME_FUNCTION(
            "epoch milliseconds: bind the time, count days with time / 86400000",
            (sql, i) -> (Calls.at(sql, i) && Calls.isTime(sql.at(i)))
                    || sql.at(i).is("CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_DATE")),
    OTHER_FUNCTION("functions that both engines have, or do it in the program", Calls::unknown),
    GENERATED_KEY(
            "an id that the program makes, such as a UUIDv7",
            (sql, i) -> sql.at(i).is("AUTOINCREMENT", "AUTO_INCREMENT") || sql.reads(i, "AS", "IDENTITY")),
    ROWID(
            "the key of the table",
            (sql, i) -> sql.at(i).is("rowid", "_rowid_", "oid", "ctid") && !sql.at(i - 1).is("WITHOUT")),
    WITHOUT_ROWID("STRICT alone", (sql, i) -> sql.reads(i, "WITHOUT", "ROWID")),
    NOT_STRICT(
            "CREATE TABLE … (…) STRICT: PostgreSQL checks types, so SQLite shall",
            (sql, i) -> i == 0 && TableDefinition.isTable(sql) && sql.outer("STRICT") < 0),
    COLUMN_TYPE(
            "TEXT, INTEGER (64 bits), REAL (a double) or BLOB: the host has their names on other engines",
            TableDefinition::unknownType),
    INDEX_EXPRESSION(
            "brackets of its own around an expression: CREATE INDEX … ON t ((doc ->> 'key'))",
            TableDefinition::bareExpression),
    CAST_TYPE("CAST(x AS TEXT), BIGINT, DOUBLE PRECISION or NUMERIC; never JSON", CastType::unknown),
    QUOTED_NAME(
            "text in single quotes, and names that need no quotes",
            (sql, i) -> sql.at(i).kind() == Kind.QUOTED),
    LITERAL(
            "a bound parameter",
            (sql, i) -> sql.at(i).is("x", "e", "b", "n")
                    && sql.at(i + 1).kind() == Kind.STRING
                    && sql.at(i + 1).at() == sql.at(i).at() + 1),
    NAMED_PARAMETER(
            "a plain ? for each parameter",
            (sql, i) -> sql.at(i).kind() == Kind.PARAMETER && sql.at(i).text().length() > 1),
    DOUBLE_EQUALS("=", (sql, i) -> sql.at(i).is("==")),
    IS_VALUE(
            "IS [NOT] DISTINCT FROM; plain IS is for NULL, TRUE and FALSE",
            (sql, i) -> sql.at(i).is("IS")
                    && !sql.at(sql.at(i + 1).is("NOT") ? i + 2 : i + 1).is("NULL", "TRUE", "FALSE", "DISTINCT")),
    COLLATION("lower() on both sides", (sql, i) -> sql.at(i).is("COLLATE")),
    INDEX_HINT(
            "nothing: the planner chooses",
            (sql, i) -> sql.reads(i, "INDEXED", "BY") || sql.reads(i, "NOT", "INDEXED")),
    NATURAL_JOIN(
            "JOIN … ON with the columns named",
            (sql, i) -> sql.at(i).is("NATURAL")
                    && sql.at(i + 1).is("JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS")),
    CATALOG(
            "the tables of the plugin: how an engine describes itself is its own",
            (sql, i) -> sql.at(i).isName() && sql.at(i).text().matches("(?i)(sqlite|pg)_\\w+|information_schema")),
    SCHEMA_OBJECT(
            "tables and indexes only: what a trigger or a view does belongs into the plugin",
            (sql, i) -> sql.at(i).is("CREATE", "DROP")
                    && sql.at(i + 1).is("TRIGGER", "VIEW", "TEMP", "TEMPORARY", "VIRTUAL", "FUNCTION", "SEQUENCE", "TYPE")),
    ENGINE_COMMAND(
            "nothing: settings and upkeep are the host's",
            (sql, i) -> i == 0 && sql.at(i).is("PRAGMA", "ATTACH", "DETACH", "VACUUM", "REINDEX", "ANALYZE", "EXPLAIN")),
    TRANSACTION(
            "one unit of work: the host begins, commits and rolls back",
            (sql, i) -> i == 0 && sql.at(i).is("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")),
    /** Needs the tables beside the statement, so {@link PortableSql} looks for it. */
    IMPLICIT_KEY("the key among the columns of the INSERT: only SQLite fills in a missing one", (sql, i) -> false);

    /** Keywords that the two engines write alike, and that brackets may follow. */
    private static final Set<String> RESERVED = Set.of(
            "in", "values", "exists", "over", "filter", "conflict", "and", "or", "not", "key", "unique", "check",
            "as", "on", "where", "when", "then", "else", "case", "from", "select", "distinct", "by", "set", "using",
            "returning", "having", "union", "all", "except", "intersect", "limit", "offset", "between", "like",
            "escape", "is", "materialized", "primary", "join", "default", "with", "recursive", "into", "add",
            "generated", "always", "table", "index", "end", "begin", "delete", "update", "insert");

    private final String instead;

    @SuppressWarnings("ImmutableEnumChecker") // none of the patterns above holds anything
    private final Pattern pattern;

    PortableRule(String instead, Pattern pattern) {
        this.instead = instead;
        this.pattern = pattern;
    }

    /** Tells whether a word is a keyword rather than a name. */
    static boolean isReserved(SqlToken word) {
        return word.kind() == Kind.WORD && RESERVED.contains(word.text().toLowerCase(Locale.ROOT));
    }

    /** Returns what to write instead. */
    String instead() {
        return instead;
    }

    /** Tells whether a statement breaks the rule at a token. */
    boolean brokenAt(SqlStatement statement, int token) {
        return pattern.brokenAt(statement, token);
    }

    @FunctionalInterface
    private interface Pattern {
        boolean brokenAt(SqlStatement statement, int token);
    }
}
