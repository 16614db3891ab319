package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Backs up, restores, checks and vacuums as it is typed, beside a real server and without one. */
final class BackupCommandsTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TypedCommands commands;

    @SuppressWarnings("NullAway.Init")
    private Map<String, String> environment;

    @BeforeEach
    void sitDown() {
        commands = new TypedCommands(folder);
        environment = commands.environment();
    }

    private Result fazt(String... arguments) {
        return commands.run(arguments);
    }

    private static void assertOneLine(Result result, int exitCode, String... parts) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("fazt: ").contains(parts).doesNotContain("Exception", "defect");
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void post(TestServer server, String text) {
        HttpResponse<String> answer = server.site(
                "blog", "POST", "/_fazt/docs/notes", server.ownerToken(), "{\"text\":\"" + text + "\"}", "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private static String notes(TestServer server) {
        return server.site("blog", "GET", "/_fazt/docs/notes", server.ownerToken(), "").body();
    }

    @Test
    void a_backup_of_a_running_server_becomes_another_server() throws IOException {
        Path copy = folder.resolve("copy.db");
        try (TestServer server = TestServer.start(folder)) {
            server.createSite("blog");
            post(server, "before");
            Result created = fazt("backup", "create", copy.toString());
            assertThat(created.exitCode()).as(created.err()).isEqualTo(ExitCode.OK);
            assertThat(created.out()).startsWith(copy.toString()).contains("iB, verified, in ").hasLineCount(1);
            assertThat(created.err()).isEmpty();
            post(server, "after");
        }
        Path elsewhere = folder.resolve("elsewhere").resolve("data.db");
        Result restored = fazt("backup", "restore", copy.toString(), "--db", elsewhere.toString());
        assertThat(restored.exitCode()).as(restored.err()).isEqualTo(ExitCode.OK);
        assertThat(restored.out()).contains("verified", "fazt server start --db " + elsewhere).doesNotContain("kept");
        try (TestServer server = TestServer.start(folder.resolve("elsewhere"))) {
            assertThat(notes(server)).contains("before").doesNotContain("after");
        }
    }

    @Nested
    final class Create {
        @Test
        void prints_json_and_refuses_what_is_there() throws IOException {
            try (TestServer server = TestServer.start(folder)) {
                Path copy = folder.resolve("copy.db");
                assertThat(server.port()).isPositive();
                JsonNode result = ServerClient.JSON.readTree(fazt("backup", "create", copy.toString(), "--output=json").out());
                assertThat(result.path("bytes").asLong()).isEqualTo(Files.size(copy));
                assertThat(result.path("verified").asBoolean()).isTrue();
                assertThat(result.propertyNames()).containsExactly("file", "bytes", "pages", "seconds", "verified");
                assertOneLine(fazt("backup", "create", copy.toString()), ExitCode.FAILED, "--yes");
                assertThat(fazt("backup", "create", copy.toString(), "--yes").exitCode()).isEqualTo(ExitCode.OK);
            }
        }

        @Test
        void fetches_a_verified_copy_from_a_server_elsewhere() throws IOException {
            Path copy = folder.resolve("copy.db");
            try (TestServer server = TestServer.start(folder)) {
                server.createSite("blog");
                post(server, "from afar");
                environment.put("FAZT_SERVER", server.url());
                environment.put("FAZT_TOKEN", server.token("backup:download"));
                Result created = fazt("backup", "create", copy.toString(), "--server", server.url());
                assertThat(created.exitCode()).as(created.err()).isEqualTo(ExitCode.OK);
                assertThat(created.out()).contains("verified");
                assertOneLine(fazt("backup", "create", copy.toString(), "--server", server.url()), ExitCode.FAILED, "--yes");
                assertThat(names()).as("no trace beside the data file").noneMatch(name -> name.contains("download"));
                assertThat(TestServer.sqlite(copy, "SELECT COUNT(*) FROM documents")).isEqualTo("1");
                environment.put("FAZT_TOKEN", server.token("backup:read,db:*,docs:*"));
                assertOneLine(
                        fazt("backup", "create", folder.resolve("other.db").toString(), "--server", server.url()),
                        ExitCode.NOT_ALLOWED,
                        "backup:download");
            }
            assertThat(names()).noneMatch(name -> name.contains("partial"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"nowhere/copy.db", "data.db", "data.db-wal"})
        void refuses_places_where_no_copy_can_be(String place) {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                assertOneLine(fazt("backup", "create", folder.resolve(place).toString(), "--yes"), ExitCode.FAILED, place.startsWith("data") ? "belongs to the data file" : "there is no folder");
            }
        }

        @Test
        void says_that_there_is_no_data_file() {
            assertOneLine(fazt("backup", "create", folder.resolve("copy.db").toString()), ExitCode.FAILED, "there is no data file");
            assertOneLine(fazt("backup", "create"), ExitCode.USAGE, "FILE");
        }
    }

    @Nested
    final class Restore {
        @Test
        void is_refused_while_a_server_runs_and_without_yes() throws IOException {
            Path copy = folder.resolve("copy.db");
            try (TestServer server = TestServer.start(folder)) {
                server.createSite("blog");
                fazt("backup", "create", copy.toString());
                assertOneLine(fazt("backup", "restore", copy.toString(), "--yes"), ExitCode.FAILED, "port " + server.port());
            }
            assertOneLine(fazt("backup", "restore", copy.toString()), ExitCode.FAILED, "--yes");
            Result replaced = fazt("backup", "restore", copy.toString(), "--yes");
            assertThat(replaced.exitCode()).as(replaced.err()).isEqualTo(ExitCode.OK);
            assertThat(replaced.out()).contains("is kept as " + folder.resolve("data.db.before-restore-"));
            assertOneLine(
                    fazt("backup", "restore", copy.toString(), "--server", "http://127.0.0.1:1"), ExitCode.USAGE, "--db");
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
            }
        }
    }

    @Nested
    final class The_list {
        @Test
        void shows_the_scheduled_backups_of_a_folder() throws IOException {
            assertThat(fazt("backup", "list").out()).isEqualTo("(none)" + System.lineSeparator());
            Path backups = Files.createDirectory(folder.resolve("backups"));
            Files.writeString(backups.resolve("data-20260304T050607Z.db"), "x");
            Files.writeString(backups.resolve("unrelated.db"), "x");
            assertThat(fazt("backup", "list").out()).contains("2026-03-04T05:06:07Z", "1 B").hasLineCount(2);
            assertThat(fazt("backup", "list", "--folder", backups.toString(), "--output=json").out()).contains("\"bytes\":1");
        }
    }

    @Nested
    final class Db {
        @Test
        void check_finds_a_file_whole_beside_the_server_and_without_it() {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                assertThat(fazt("db", "check").out()).contains("is whole");
            }
            Result check = fazt("db", "check", "--output=json");
            assertThat(check.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(check.out()).startsWith("{\"ok\":true").contains("\"problems\":[]");
        }

        @Test
        void check_lists_damage_says_what_to_do_and_exits_with_1() throws IOException {
            TestServer.start(folder).close();
            try (RandomAccessFile file = new RandomAccessFile(folder.resolve("data.db").toFile(), "rw")) {
                for (int page = 2; page < 12; page++) {
                    file.seek(page * 4096L);
                    file.write(new byte[1_000]);
                }
            }
            Result check = fazt("db", "check");
            assertThat(check.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(check.out()).contains("is damaged:", "fazt backup restore FILE --db");
        }

        @Test
        void vacuum_rebuilds_a_stopped_file_and_lets_a_running_server_free_pages() throws SQLException {
            try (TestServer server = TestServer.start(folder)) {
                server.createSite("blog");
            }
            Result rebuilt = fazt("db", "vacuum");
            assertThat(rebuilt.exitCode()).as(rebuilt.err()).isEqualTo(ExitCode.OK);
            assertThat(rebuilt.out()).startsWith("rebuilt and verified:");
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                Path data = folder.resolve("data.db");
                try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data);
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE ballast (x BLOB) STRICT");
                    statement.execute("INSERT INTO ballast VALUES (zeroblob(4000000))");
                    statement.execute("DROP TABLE ballast");
                }
                JsonNode result = ServerClient.JSON.readTree(fazt("db", "vacuum", "--output=json").out());
                assertThat(result.path("pagesFreed").asLong()).isGreaterThan(900);
                assertThat(result.path("bytesLeft").asLong()).isZero();
                assertThat(TestServer.sqlite(data, "PRAGMA freelist_count")).isEqualTo("0");
                assertThat(fazt("db", "vacuum").out()).startsWith("freed 0 B");
                assertThat(fazt("db", "check").exitCode()).isEqualTo(ExitCode.OK);
            }
        }

        @Test
        void vacuum_says_what_to_do_with_a_file_of_an_older_version() throws SQLException {
            TestServer.start(folder).close();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data.db"));
                    var statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = DELETE");
                statement.execute("PRAGMA auto_vacuum = NONE");
                statement.execute("VACUUM");
                statement.execute("CREATE TABLE ballast (x BLOB) STRICT");
                statement.execute("INSERT INTO ballast VALUES (zeroblob(400000))");
                statement.execute("DROP TABLE ballast");
            }
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                assertOneLine(fazt("db", "vacuum"), ExitCode.FAILED, "stop it, and run 'fazt db vacuum' once");
            }
        }
    }
}
