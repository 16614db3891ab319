package dev.fazt.host.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.server.FaztServer;
import dev.fazt.host.sql.PortableSql.Finding;
import dev.fazt.host.sql.SqlFinder.Found;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the SQL of every bundled plugin, of the guide's example and of the host to the portable subset. */
class PluginSqlTest {
    private static final List<Allowed> ALLOWED = List.of(
            new Allowed("docs", "db/migration/001_documents.sql", PortableRule.WITHOUT_ROWID,
                    "keeps a document in one B-tree; a clause behind the columns as STRICT is, which another engine can leave out"),
            new Allowed("docs", "dev.fazt.plugin.docs.query.ElementSql", PortableRule.JSON_FUNCTION,
                    "the any-of operators need the elements of an array, for which the engines have no name in common"),
            new Allowed("host", "dev.fazt.host.backup.*", PortableRule.ENGINE_COMMAND,
                    "copies and checks SQLite files; another engine has tools of its own"),
            new Allowed("host", "dev.fazt.host.backup.*", PortableRule.CATALOG,
                    "copies and checks SQLite files; another engine has tools of its own"),
            new Allowed("host", "dev.fazt.host.backup.*", PortableRule.TRANSACTION,
                    "locks a file that no server has open, on a connection of its own"),
            new Allowed("host", "dev.fazt.host.storage.Migrations", PortableRule.QUOTED_NAME,
                    "a plugin's table may be named like a keyword; both engines take double quotes"),
            new Allowed("host", "dev.fazt.host.storage.*", PortableRule.ENGINE_COMMAND,
                    "is the engine SQLite itself; another has a package of its own"),
            new Allowed("host", "dev.fazt.host.storage.*", PortableRule.CATALOG,
                    "is the engine SQLite itself; another has a package of its own"),
            new Allowed("host", "dev.fazt.host.storage.*", PortableRule.TRANSACTION,
                    "is what begins and commits for all others"),
            new Allowed("host", "dev.fazt.host.storage.*", PortableRule.LIKE_CASE,
                    "is the engine SQLite itself; asks its catalog only"));

    /** What is found at least, so that a finder that has gone blind is noticed. */
    private static final Map<String, Integer> STATEMENTS =
            Map.of("sites", 20, "docs", 14, "analytics", 18, "forms", 9, "guide", 3, "host", 20);

    @TempDir
    static Path folder;

    /** What was found, by the name of the program. */
    private static final Map<String, List<Found>> FOUND = new TreeMap<>();

    @BeforeAll
    static void find() throws Exception {
        try (var jars = Files.list(TestServer.bundledPlugins())) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                FOUND.put(jar.getFileName().toString().replaceFirst("-\\d.*", ""), SqlFinder.in(jar));
            }
        }
        FOUND.put("guide", SqlFinder.in(AuthorGuide.build(folder)));
        FOUND.put("host", SqlFinder.in(
                Path.of(FaztServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())));
    }

    @Test
    void no_program_has_sql_that_is_not_portable() {
        List<String> broken = new ArrayList<>();
        FOUND.forEach((program, texts) -> texts.forEach(text -> findings(texts, text).stream()
                .filter(finding -> ALLOWED.stream().noneMatch(allowed -> allowed.covers(program, text, finding.rule())))
                .forEach(finding -> broken.add("%s, %s:%n      %s%n      breaks %s"
                        .formatted(program, text.place(), text.isScript() ? "(script)" : text.sql().strip(), finding)))));
        assertThat(broken).as("SQL that only one engine runs").isEmpty();
    }

    @Test
    void nothing_is_allowed_that_nobody_does_any_more() {
        Set<Allowed> needed = new HashSet<>();
        FOUND.forEach((program, texts) -> texts.forEach(text -> findings(texts, text).forEach(finding -> ALLOWED.stream()
                .filter(allowed -> allowed.covers(program, text, finding.rule()))
                .forEach(needed::add))));
        assertThat(ALLOWED).as("exceptions to take out of the table").allMatch(needed::contains);
    }

    private static List<Finding> findings(List<Found> program, Found text) {
        List<Finding> findings = new ArrayList<>(PortableSql.check(text.sql()));
        findings.addAll(PortableSql.check(
                text.sql(), program.stream().filter(Found::isScript).map(Found::sql).toList()));
        return findings;
    }

    @Test
    void the_statements_of_every_program_are_found() {
        assertThat(FOUND.keySet()).containsAll(STATEMENTS.keySet());
        assertThat(FOUND).allSatisfy((program, texts) -> {
            assertThat(texts.stream().filter(Found::isScript)).as("scripts of " + program).isNotEmpty();
            assertThat(texts.stream().filter(Found::whole).map(Found::sql).distinct())
                    .as("statements of " + program)
                    .hasSizeGreaterThanOrEqualTo(STATEMENTS.getOrDefault(program, 1));
        });
    }

    @Test
    void statements_are_found_in_constants_text_blocks_concatenations_and_parts() throws IOException {
        try (InputStream bytes = Samples.class.getResourceAsStream("PluginSqlTest$Samples.class")) {
            assertThat(bytes).isNotNull();
            assertThat(SqlFinder.inClass(bytes.readAllBytes())).extracting(Found::sql)
                    .containsExactlyInAnyOrder(
                            "SELECT a FROM t WHERE a = ?",
                            "SELECT a FROM t WHERE a = ? LIMIT 1",
                            "WITH s AS (SELECT 1)\nSELECT ifnull(a, 1) FROM s\n",
                            "delete from \u0001 where a = ?",
                            " ORDER BY a\u0001",
                            ") LIKE lower(",
                            "pragma foreign_keys = on",
                            "VACUUM");
        }
        assertThat(FOUND.get("docs")).extracting(Found::sql).anyMatch(sql -> sql.contains("json_each("));
        assertThat(FOUND.get("guide")).extracting(Found::sql).anyMatch(sql -> sql.startsWith("INSERT INTO guestbook"));
    }

    /** Holds SQL in every form that the compiler makes of it, and prose that is none. */
    @SuppressWarnings("unused") // its class file is read
    private static final class Samples {
        private static final String CONSTANT = "SELECT a FROM t WHERE a = ?";
        private static final String LONGER = CONSTANT + " LIMIT 1";

        static List<String> of(String table, String order) {
            return List.of(
                    CONSTANT,
                    LONGER,
                    """
                    WITH s AS (SELECT 1)
                    SELECT ifnull(a, 1) FROM s
                    """,
                    "delete from " + table + " where a = ?",
                    table.concat(" ORDER BY a" + order),
                    ") LIKE lower(",
                    "pragma foreign_keys = on",
                    "VACUUM",
                    "vacuum",
                    "select one of the sites and update it: it has no deploy to go back to",
                    "Delete a submission for good, where it is",
                    "begin with a letter",
                    "create " + table);
        }
    }
}
