package dev.fazt.host.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Shows each rule what it must refuse and what it must let pass. */
class PortableSqlTest {
    private record Case(PortableRule rule, List<String> bad, List<String> good) {}

    private static Case rule(PortableRule rule, List<String> bad, List<String> good) {
        return new Case(rule, bad, good);
    }

    @SuppressWarnings("unused") // read by name
    private static final List<Case> CASES = List.of(
            rule(PortableRule.INSERT_OR,
                    List.of("INSERT OR REPLACE INTO t (a) VALUES (?)", "insert or ignore into t (a) values (?)",
                            "REPLACE INTO t (a) VALUES (?)",
                            "UPDATE OR IGNORE t SET a = ?"),
                    List.of("INSERT INTO t (a, n) VALUES (?, ?) ON CONFLICT (a) DO UPDATE SET n = excluded.n WHERE t.n < excluded.n RETURNING n",
                            "SELECT replace(a, 'x', 'y') AS a FROM t",
                            "SELECT a FROM t WHERE a = 'INSERT OR REPLACE INTO t'")),
            rule(PortableRule.CONFLICT_TARGET,
                    List.of("INSERT INTO t (a) VALUES (?) ON CONFLICT DO UPDATE SET a = excluded.a",
                            "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE) STRICT",
                            "INSERT INTO t (a) VALUES (?) ON CONFLICT ON CONSTRAINT k DO NOTHING"),
                    List.of("INSERT INTO t (a) VALUES (?) ON CONFLICT DO NOTHING",
                            "INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO NOTHING")),
            rule(PortableRule.JSON_FUNCTION,
                    List.of("SELECT json_extract(doc, '$.a') AS a FROM t", "SELECT 1 FROM t, json_each(doc)",
                            "UPDATE t SET doc = json_set(doc, 'a', ?)",
                            "INSERT INTO t (doc) VALUES (jsonb(?))", "(EXISTS (SELECT 1 FROM json_each(CASE "),
                    List.of("SELECT doc -> 'a' ->> 'b' AS b FROM t WHERE doc ->> ? = ?",
                            "CREATE TABLE json_files (json TEXT NOT NULL) STRICT",
                            "INSERT INTO json_files (json) VALUES (?)")),
            rule(PortableRule.JSON_PATH,
                    List.of("SELECT doc ->> '$.a.b' AS b FROM t", "SELECT doc->'$' AS b FROM t"),
                    List.of("SELECT doc -> 'a' ->> 'b' AS b FROM t", "SELECT doc ->> 0 AS b FROM t")),
            rule(PortableRule.JSON_OF_TEXT,
                    List.of("SELECT CAST(? AS TEXT) ->> 'a' AS a", " AS TEXT) ->> 'value')"),
                    List.of("SELECT CAST(doc ->> 'a' AS TEXT) AS a FROM t")),
            rule(PortableRule.LIKE_CASE,
                    List.of("SELECT a FROM t WHERE a LIKE ? ESCAPE '\\'", "SELECT a FROM t WHERE lower(a) LIKE ? ESCAPE '\\'",
                            "SELECT a FROM t WHERE a NOT LIKE lower(?) ESCAPE '\\'",
                            "SELECT a FROM t WHERE lower(a) LIKE 'A%'", "(a || b) LIKE lower(?) ESCAPE '\\'",
                            " LIKE ", "SELECT a FROM t WHERE t.a LIKE 'a%'"),
                    List.of("SELECT a FROM t WHERE lower(a) LIKE lower(?) ESCAPE '\\'",
                            "SELECT a FROM t WHERE lower(trim(a)) NOT LIKE lower(?) ESCAPE '\\'",
                            "SELECT a FROM t WHERE lower(a) LIKE 'a%'", ") LIKE lower(", " LIKE lower(",
                            "SELECT a FROM t WHERE a = 'b LIKE c'")),
            rule(PortableRule.LIKE_ESCAPE,
                    List.of("SELECT a FROM t WHERE lower(a) LIKE lower(?)", "SELECT a FROM t WHERE lower(a) LIKE '50\\%'",
                            "SELECT a FROM t WHERE a LIKE ?"),
                    List.of("SELECT a FROM t WHERE lower(a) LIKE lower(?) ESCAPE '!'",
                            "SELECT a FROM t WHERE lower(a) LIKE 'a%'", "lower(id) LIKE lower(")),
            rule(PortableRule.MATCHING,
                    List.of("SELECT a FROM t WHERE a GLOB 'x*'", "SELECT a FROM t WHERE a NOT REGEXP ?",
                            "SELECT a FROM t WHERE t MATCH ?", "SELECT a FROM t WHERE a ILIKE ?"),
                    List.of("SELECT match, t.glob FROM t WHERE match = ?")),
            rule(PortableRule.CHANGE_WITH_LIMIT,
                    List.of("DELETE FROM t WHERE a < ? LIMIT 10", "UPDATE t SET a = 1 ORDER BY b LIMIT ?",
                            "WITH o AS (SELECT a FROM t) DELETE FROM t WHERE a IN (SELECT a FROM o) LIMIT 5"),
                    List.of("DELETE FROM t WHERE a IN (SELECT a FROM t WHERE b < ? ORDER BY b LIMIT ?)",
                            "SELECT a FROM t LIMIT ?",
                            "INSERT INTO t (a) SELECT a FROM s WHERE TRUE LIMIT 5 ON CONFLICT (a) DO UPDATE SET a = excluded.a")),
            rule(PortableRule.LIMIT_PAIR,
                    List.of("SELECT a FROM t LIMIT 10, 20", "SELECT a FROM t LIMIT ?, ?", "SELECT a FROM t LIMIT -1"),
                    List.of("SELECT a FROM t LIMIT ? OFFSET ?", "SELECT a FROM (SELECT a FROM t LIMIT 3) AS s, u")),
            rule(PortableRule.ROW_LOCK,
                    List.of("SELECT a FROM t FOR UPDATE", "SELECT a FROM t FOR NO KEY UPDATE SKIP LOCKED"),
                    List.of("INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a")),
            rule(PortableRule.GROUP_CONCAT,
                    List.of("SELECT group_concat(a, ',') AS a FROM t", "SELECT array_agg(a) AS a FROM t"),
                    List.of("SELECT string_agg(a, ',' ORDER BY a) AS a FROM t")),
            rule(PortableRule.SCALAR_MAX,
                    List.of("SELECT max(a, b) AS m FROM t", "UPDATE t SET a = MIN(a, ?)",
                            "SELECT greatest(a, b) AS m FROM t"),
                    List.of("SELECT max(a) AS m FROM t", "SELECT max(coalesce(a, b)) AS m, min(a) AS n FROM t",
                            "SELECT CASE WHEN a > b THEN a ELSE b END AS m FROM t")),
            rule(PortableRule.NULL_FUNCTION,
                    List.of("SELECT ifnull(a, 0) AS a FROM t", "SELECT iif(a > 1, 1, 0) AS a FROM t",
                            "SELECT nvl(a, 0) AS a FROM t"),
                    List.of("SELECT COALESCE(a, 0) AS a FROM t", "SELECT nullif(a, 0) AS a FROM t")),
            rule(PortableRule.TIME_FUNCTION,
                    List.of("SELECT date(time / 1000, 'unixepoch') AS d FROM t", "SELECT strftime('%s') AS d",
                            "SELECT datetime('now') AS d", "SELECT julianday(a) AS d FROM t",
                            "SELECT unixepoch() AS d", "SELECT time(a) AS d FROM t", "SELECT now() AS d",
                            "CREATE TABLE t (a INTEGER NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT"),
                    List.of("SELECT time / 86400000 AS day FROM t WHERE time < ?", "CREATE INDEX t_time ON t (site, time)",
                            "INSERT INTO t (id, time) VALUES (?, ?)",
                            "CREATE TABLE date (time INTEGER NOT NULL) STRICT", "CREATE INDEX i ON date (time)",
                            "INSERT INTO date (time) VALUES (?)")),
            rule(PortableRule.OTHER_FUNCTION,
                    List.of("SELECT last_insert_rowid() AS id", "SELECT instr(a, 'b') AS p FROM t",
                            "SELECT printf('%d', a) AS p FROM t", "SELECT total(a) AS p FROM t",
                            "SELECT hex(randomblob(16)) AS id", "SELECT typeof(a) AS p FROM t",
                            "SELECT round(a) AS r FROM t"),
                    List.of("SELECT COUNT(*) FILTER (WHERE a = 1) AS n, lag(a) OVER (PARTITION BY b ORDER BY a) AS p FROM t",
                            "WITH a (x) AS (SELECT 1), b (y) AS (SELECT x FROM a) SELECT y FROM b",

                            "CREATE TABLE IF NOT EXISTS fees (a TEXT NOT NULL, PRIMARY KEY (a), CHECK (a IN ('b')), FOREIGN KEY (a) REFERENCES users (a)) STRICT",
                            "SELECT a FROM t WHERE (a, b) > (?, ?) AND NOT EXISTS (SELECT 1 FROM s WHERE s.a = t.a)",
                            "SELECT substr(a, 1, 2) AS s FROM t")),
            rule(PortableRule.GENERATED_KEY,
                    List.of("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT",
                            "CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY) STRICT"),
                    List.of("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY) STRICT")),
            rule(PortableRule.ROWID,
                    List.of("SELECT rowid FROM t", "DELETE FROM t WHERE _rowid_ = ?", "SELECT t.oid AS o FROM t",
                            "CREATE TABLE t (a TEXT) STRICT; SELECT RowId FROM t"),
                    List.of("SELECT row_id FROM t -- not the rowid")),
            rule(PortableRule.WITHOUT_ROWID,
                    List.of("CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID"),
                    List.of("CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) STRICT")),
            rule(PortableRule.NOT_STRICT,
                    List.of("CREATE TABLE t (a TEXT)", "CREATE TABLE IF NOT EXISTS t (strict TEXT)",
                            "-- made\nCREATE TABLE t (a TEXT); CREATE INDEX i ON t (a)", "CREATE TABLE t AS SELECT a FROM s"),
                    List.of("CREATE TABLE t (a TEXT) STRICT", "CREATE TABLE t (a TEXT) strict;")),
            rule(PortableRule.COLUMN_TYPE,
                    List.of("CREATE TABLE t (a VARCHAR(20)) STRICT", "CREATE TABLE t (a TEXT, b BOOLEAN NOT NULL) STRICT",
                            "CREATE TABLE t (a ANY) STRICT", "CREATE TABLE t (a BIGINT) STRICT",
                            "ALTER TABLE t ADD COLUMN b DATETIME", "ALTER TABLE t ADD b JSONB", "CREATE TABLE t (a) STRICT"),
                    List.of("CREATE TABLE t (a TEXT, b INTEGER NOT NULL, c REAL DEFAULT 0, d BLOB, UNIQUE (a, b), CONSTRAINT p PRIMARY KEY (b)) STRICT",
                            "ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT ''",
                            "CREATE TABLE t (a TEXT CHECK (a IN ('x', 'y'))) STRICT", "ALTER TABLE t RENAME COLUMN a TO b")),
            rule(PortableRule.INDEX_EXPRESSION,
                    List.of("CREATE INDEX i ON t (doc ->> 'a')", "CREATE UNIQUE INDEX i ON t (a, b || c)"),
                    List.of("CREATE INDEX i ON t ((doc ->> 'a'))", "CREATE INDEX i ON t (lower(a), b DESC) WHERE a > 1 + 1")),
            rule(PortableRule.CAST_TYPE,
                    List.of("UPDATE t SET doc = CAST(? AS JSONB)", "SELECT CAST(a AS INTEGER) AS a FROM t",
                            "SELECT CAST(a AS REAL) AS a FROM t", "SELECT CAST(a AS VARCHAR(9)) AS a FROM t",
                            "SELECT CAST((SELECT a AS b FROM t) AS JSON) AS a", " AS JSON)", "SELECT a::text AS a FROM t"),
                    List.of("SELECT CAST(doc ->> 'a' AS BIGINT) AS a, CAST(b AS TEXT) AS b, CAST(c AS DOUBLE PRECISION) AS c FROM t",
                            " AS NUMERIC)", " AS TEXT), '') = 'true'",
                            "SELECT a FROM (SELECT a AS real FROM t) AS s", "SELECT COUNT(*) AS real FROM t")),
            rule(PortableRule.QUOTED_NAME,
                    List.of("SELECT a FROM t WHERE a = \"b\"", "SELECT `a` FROM t", "SELECT [a] FROM t"),
                    List.of("SELECT a FROM t WHERE a = 'say \"b\", `c` and [d]'",
                            "SELECT a FROM t WHERE a = 'it''s' /* \"x\" */ -- [y]")),
            rule(PortableRule.LITERAL,
                    List.of("INSERT INTO t (a) VALUES (x'00ff')", "SELECT a FROM t WHERE a = E'\\n'"),
                    List.of("SELECT x FROM t WHERE x = '00ff'")),
            rule(PortableRule.NAMED_PARAMETER,
                    List.of("SELECT a FROM t WHERE a = ?1", "SELECT a FROM t WHERE a = :name",
                            "SELECT a FROM t WHERE a = @name", "SELECT a FROM t WHERE a = $1"),
                    List.of("SELECT a FROM t WHERE a = ? AND b = ':name ?1'")),
            rule(PortableRule.DOUBLE_EQUALS, List.of("SELECT a FROM t WHERE a == ?"), List.of("SELECT a FROM t WHERE a = '=='")),
            rule(PortableRule.IS_VALUE,
                    List.of("SELECT a FROM t WHERE a IS ?", "SELECT a FROM t WHERE a IS NOT 'x'", " IS "),
                    List.of("SELECT a FROM t WHERE a IS NULL AND b IS NOT NULL AND c IS NOT DISTINCT FROM ? AND d IS DISTINCT FROM ? AND e IS TRUE")),
            rule(PortableRule.COLLATION, List.of("SELECT a FROM t ORDER BY a COLLATE NOCASE"), List.of("SELECT a FROM t ORDER BY lower(a) NULLS LAST")),
            rule(PortableRule.INDEX_HINT,
                    List.of("SELECT a FROM t INDEXED BY i WHERE a = ?", "SELECT a FROM t NOT INDEXED"),
                    List.of("SELECT indexed FROM t GROUP BY indexed")),
            rule(PortableRule.NATURAL_JOIN, List.of("SELECT a FROM t NATURAL JOIN s"), List.of("SELECT a, natural FROM t JOIN s ON s.a = t.a")),
            rule(PortableRule.CATALOG,
                    List.of("SELECT name FROM sqlite_master", "SELECT a FROM pg_catalog.pg_class",
                            "SELECT a FROM information_schema.tables"),
                    List.of("SELECT name FROM pages")),
            rule(PortableRule.SCHEMA_OBJECT,
                    List.of("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", "CREATE VIEW v AS SELECT a FROM t",
                            "CREATE TEMP TABLE t (a TEXT) STRICT", "CREATE VIRTUAL TABLE t USING fts5(a)", "DROP VIEW v"),
                    List.of("CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", "DROP TABLE IF EXISTS t")),
            rule(PortableRule.ENGINE_COMMAND,
                    List.of("PRAGMA foreign_keys = ON", "ATTACH 'x.db' AS x", "vacuum", "ANALYZE"),
                    List.of("SELECT analyze FROM t")),
            rule(PortableRule.TRANSACTION,
                    List.of("BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT one", "DELETE FROM t; ROLLBACK TO one"),
                    List.of("UPDATE t SET commit = ?")));

    @ParameterizedTest
    @FieldSource("CASES")
    void each_rule_refuses_what_it_names_and_lets_pass_what_is_portable(Case rule) {
        assertThat(rule.bad()).allSatisfy(sql -> assertThat(rules(sql)).contains(rule.rule()));
        assertThat(rule.good()).allSatisfy(sql -> assertThat(PortableSql.check(sql)).isEmpty());
    }

    @Test
    void no_rule_goes_without_an_example() {
        Set<PortableRule> shown = CASES.stream().map(Case::rule).collect(Collectors.toSet());
        shown.add(PortableRule.IMPLICIT_KEY);
        assertThat(shown).containsExactlyInAnyOrder(PortableRule.values());
    }

    private static Set<PortableRule> rules(String sql) {
        return PortableSql.check(sql).stream()
                .map(PortableSql.Finding::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PortableRule.class)));
    }

    @Nested
    class Findings {
        @Test
        void say_where_and_what_to_write_instead() {
            PortableSql.Finding finding =
                    PortableSql.check("SELECT a\n  FROM t\n WHERE ifnull(a, 0) = 1").getFirst();
            assertThat(finding.rule()).isEqualTo(PortableRule.NULL_FUNCTION);
            assertThat(finding.excerpt()).isEqualTo("ifnull(a, 0) = 1");
            assertThat(finding.instead()).startsWith("COALESCE(a, b)");
        }

        @Test
        void come_from_every_statement_of_a_script() {
            assertThat(rules("CREATE TABLE a (b TEXT); -- one\nPRAGMA x; SELECT 1 == 1"))
                    .containsExactlyInAnyOrder(
                            PortableRule.NOT_STRICT, PortableRule.ENGINE_COMMAND, PortableRule.DOUBLE_EQUALS);
        }

        @Test
        void come_from_texts_that_are_cut_anywhere_too() {
            String whole = "SELECT \"a\" FROM t /* c */ WHERE a = 'it''s' AND lower(a) LIKE lower(?) ESCAPE '\\' AND CAST(a AS TEXT) IS NULL";
            assertThat(whole.length()).isPositive();
            for (int cut = 0; cut <= whole.length(); cut++) {
                assertThat(Stream.of(whole.substring(0, cut), whole.substring(cut)).map(PortableSql::check)).doesNotContainNull();
            }
        }
    }

    @Nested
    class KeysThatAreLeftOut {
        private static final String TABLES = """
                CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
                CREATE TABLE marks (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id)) STRICT;
                CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) STRICT;
                CREATE TABLE names (name TEXT NOT NULL PRIMARY KEY, n INTEGER) STRICT;""";

        @Test
        void are_found_where_sqlite_would_fill_them_in() {
            assertThat(left("INSERT INTO notes (name) VALUES (?)")).containsExactly(PortableRule.IMPLICIT_KEY);
            assertThat(left("insert into Marks (name) values (?)")).containsExactly(PortableRule.IMPLICIT_KEY);
        }

        @Test
        void are_not_found_where_the_program_gives_the_key_or_sqlite_asks_for_it() {
            assertThat(Arrays.asList("INSERT INTO notes (name, id) VALUES (?, ?)", "INSERT INTO pairs (b) VALUES (?)", "INSERT INTO names (name) VALUES (?)",
                            "INSERT INTO other (name) VALUES (?)", "SELECT name FROM notes"))
                    .allSatisfy(sql -> assertThat(left(sql)).isEmpty());
        }

        private static List<PortableRule> left(String sql) {
            return PortableSql.check(sql, List.of(TABLES)).stream()
                    .map(PortableSql.Finding::rule)
                    .toList();
        }
    }
}
