package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs, replaces and removes real jars on a real server. */
class PluginLifecycleTest {
    private static final String THINGS = "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY) STRICT;";
    /** A plugin that has a table and counts its rows. */
    private static final String COUNTING =
            """
            var storage = context.storage();
            context.routes().onSites(r -> r
                .post("/", (q, a) -> { String id = q.content().as(String.class); storage.write(s -> s.update("INSERT INTO things (id) VALUES (?)", id)); a.status(201).send(); })
                .get("/", (q, a) -> a.send("VERSION " + storage.read(s -> s.first("SELECT COUNT(*) AS n FROM things", row -> row.integer("n")).orElseThrow()))));
            """;

    @TempDir
    Path folder;

    private TestServer server;
    private Path inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        server = TestServer.start(folder, inbox);
        server.createSite("blog");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart() {
        server.close();
        server = TestServer.start(folder, inbox);
    }

    private static SourceJar counting(String version) {
        return SourceJar.of("counting", version).migration("001_things.sql", THINGS).start(COUNTING.replace("VERSION", version));
    }

    private HttpResponse<String> install(SourceJar jar, String query) {
        return server.send("127.0.0.1", "POST", "/api/plugin/install" + query, server.ownerToken(), jar.bytes());
    }

    private String body(String plugin) {
        return server.get("blog", "/_fazt/" + plugin + "/").body();
    }

    private HttpResponse<String> operation(String verb, String json) {
        return server.control("POST", "/api/plugin/" + verb, server.ownerToken(), json, "Content-Type", "application/json");
    }

    private String state(String id) {
        return server.query("plugin", "show", Map.of("id", id)).get("state").asString();
    }

    @Nested
    class Installing {
        @Test
        void makes_routes_and_operations_reachable_at_once_and_survives_a_restart() {
            SourceJar jar = SourceJar.saying("hello", "1.0.0", "one").start(
                    "context.operation(Operation.read(\"hello.ping\", \"Answer\", None.class, Pong.class, (p, c) -> new Pong(\"pong\")));")
                    .members("public record None() {} public record Pong(String answer) {}");
            assertThat(install(jar, "").body()).contains("\"started\"");
            assertThat(body("hello")).isEqualTo("one");
            assertThat(server.query("hello", "ping", Map.of()).toString()).contains("pong");
            restart();
            assertThat(body("hello")).isEqualTo("one");
        }

        @Test
        void lets_a_plugin_register_sites_while_it_starts_if_it_starts_at_all() {
            String create = "context.sites().create(new Site(\"made-here\"));";
            install(SourceJar.of("bad", "1.0.0").start(create + "throw new IllegalStateException(\"no luck\");"), "");
            assertThat(server.query("site", "list", Map.of()).toString()).doesNotContain("made-here");
            assertThat(install(SourceJar.of("good", "1.0.0").start(create), "").statusCode()).isEqualTo(200);
            assertThat(server.query("site", "list", Map.of()).toString()).contains("made-here");
        }

        @Test
        void refuses_an_id_that_is_installed_and_says_how_to_replace_it() {
            install(SourceJar.saying("hello", "1.0.0", "one"), "");
            HttpResponse<String> second = install(SourceJar.saying("hello", "2.0.0", "two"), "");
            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("version 1.0.0").contains("fazt plugin upgrade");
            assertThat(body("hello")).isEqualTo("one");
        }

        @Test
        void of_a_plugin_that_does_not_start_leaves_no_trace() {
            SourceJar bad = SourceJar.of("bad", "1.0.0")
                    .migration("001_bad.sql", "CREATE TABLE bad (id TEXT NOT NULL PRIMARY KEY) STRICT;")
                    .start("context.storage().write(s -> s.update(\"INSERT INTO bad (id) VALUES ('x')\")); throw new IllegalStateException(\"no luck\");");
            HttpResponse<String> refused = install(bad, "");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("no luck");
            assertThat(server.query("plugin", "list", Map.of()).get("plugins")).isEmpty();
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM sqlite_master WHERE name = 'bad'")).isEqualTo("0");
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM fazt_plugin_chunk")).isEqualTo("0");
        }

        @Test
        void by_dropping_a_jar_into_the_folder_works_while_the_server_runs() throws IOException {
            Files.write(inbox.resolve("hello.jar"), SourceJar.saying("hello", "1.0.0", "dropped").bytes());
            awaitBody("hello", "dropped");
            Files.write(inbox.resolve("hello.jar"), SourceJar.saying("hello", "1.1.0", "dropped again").bytes());
            awaitBody("hello", "dropped again");
        }

        @Test
        void takes_nothing_but_the_jar_with_the_sum_that_was_given() {
            HttpResponse<String> refused = install(SourceJar.saying("hello", "1.0.0", "one"), "?sha256=" + "0".repeat(64));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("SHA-256");
        }
    }

    @Nested
    class Upgrading {
        @Test
        void migrates_keeps_the_data_and_can_be_taken_back_while_the_tables_are_the_same() {
            install(counting("1.0.0"), "");
            server.site("blog", "POST", "/_fazt/counting/", "", "a");
            assertThat(install(counting("1.1.0"), "?upgrade=true").statusCode()).isEqualTo(200);
            assertThat(body("counting")).isEqualTo("1.1.0 1");
            assertThat(operation("rollback", "{\"id\":\"counting\"}").statusCode()).isEqualTo(200);
            assertThat(body("counting")).isEqualTo("1.0.0 1");
            restart();
            assertThat(body("counting")).isEqualTo("1.0.0 1");
        }

        @Test
        void that_fails_brings_the_old_version_back_with_its_data_as_before() {
            install(counting("1.0.0"), "");
            server.site("blog", "POST", "/_fazt/counting/", "", "a");
            SourceJar broken = counting("2.0.0")
                    .migration("002_more.sql", "ALTER TABLE things ADD COLUMN more TEXT; INSERT INTO things (id) VALUES ('from the migration');")
                    .start("context.storage().write(s -> s.update(\"DELETE FROM things\")); throw new IllegalStateException(\"no luck\");");
            HttpResponse<String> refused = install(broken, "?upgrade=true");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("no luck").contains("1.0.0 serves again with its data as before");
            assertThat(body("counting")).isEqualTo("1.0.0 1");
            assertThat(server.site("blog", "POST", "/_fazt/counting/", "", "b").statusCode()).isEqualTo(201);
            restart();
            assertThat(body("counting")).isEqualTo("1.0.0 2");
        }

        @Test
        void can_not_be_taken_back_across_a_migration_and_nothing_is_interrupted_to_find_out() {
            install(counting("1.0.0"), "");
            install(counting("2.0.0").migration("002_more.sql", "ALTER TABLE things ADD COLUMN more TEXT;"), "?upgrade=true");
            HttpResponse<String> refused = operation("rollback", "{\"id\":\"counting\"}");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("002_more").contains("still serves");
            assertThat(body("counting")).isEqualTo("2.0.0 0");
        }
    }

    @Nested
    class Turning_off {
        @Test
        void and_on_again_holds_across_a_restart() {
            install(SourceJar.saying("hello", "1.0.0", "one"), "");
            assertThat(operation("disable", "{\"id\":\"hello\"}").statusCode()).isEqualTo(200);
            assertThat(server.get("blog", "/_fazt/hello/").statusCode()).isEqualTo(404);
            restart();
            assertThat(state("hello")).isEqualTo("disabled");
            operation("enable", "{\"id\":\"hello\"}");
            assertThat(body("hello")).isEqualTo("one");
            operation("reload", "{\"id\":\"hello\"}");
            assertThat(body("hello")).isEqualTo("one");
        }

        @Test
        void by_removal_keeps_the_data_for_a_reinstallation_until_it_is_purged() {
            install(counting("1.0.0"), "");
            server.site("blog", "POST", "/_fazt/counting/", "", "a");
            assertThat(operation("remove", "{\"id\":\"counting\",\"dryRun\":true}").body()).contains("\"things\":1");
            assertThat(body("counting")).isEqualTo("1.0.0 1");
            operation("remove", "{\"id\":\"counting\"}");
            assertThat(server.get("blog", "/_fazt/counting/").statusCode()).isEqualTo(404);
            assertThat(state("counting")).isEqualTo("removed");
            install(counting("1.0.0"), "");
            assertThat(body("counting")).isEqualTo("1.0.0 1");
            operation("remove", "{\"id\":\"counting\",\"purge\":true}");
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM sqlite_master WHERE name = 'things'")).isEqualTo("0");
            install(counting("1.0.0"), "");
            assertThat(body("counting")).isEqualTo("1.0.0 0");
        }

        @Test
        void happens_by_itself_after_three_starts_that_failed_and_ends_with_enable() throws IOException {
            Path flag = Files.createFile(folder.resolve("flag"));
            install(SourceJar.saying("moody", "1.0.0", "fine").start(
                    "if (!java.nio.file.Files.exists(java.nio.file.Path.of(\"" + flag + "\"))) throw new IllegalStateException(\"no flag\");"), "");
            Files.delete(flag);
            for (int i = 0; i < 3; i++) {
                restart();
                assertThat(body("moody")).contains("not running");
            }
            restart();
            assertThat(server.query("plugin", "show", Map.of("id", "moody")).toString())
                    .contains("quarantined").contains("no flag").contains("3 times");
            Files.createFile(flag);
            assertThat(operation("enable", "{\"id\":\"moody\"}").statusCode()).isEqualTo(200);
            assertThat(body("moody")).isEqualTo("fine");
        }
    }

    @Nested
    class Settings {
        private static final String MEMBERS =
                "public record Greeting(@Description(\"What to say\") String word, @Description(\"How often\") int times, @Secret String key) {"
                        + " public Greeting { if (times > 9) throw new IllegalArgumentException(\"times is at most 9\"); } }";
        private static final String START =
                "var settings = context.settings(new Greeting(\"hello\", 1, \"\")); var word = new AtomicReference<>(settings.current().word());"
                        + "settings.onChange(s -> word.set(s.word().repeat(s.times())));"
                        + "context.routes().onSites(r -> r.get(\"/\", (q, a) -> a.send(word.get())));";

        @Test
        void are_changed_while_it_runs_checked_kept_and_masked() {
            install(SourceJar.of("greeting", "1.0.0").members(MEMBERS).start(START), "");
            assertThat(body("greeting")).isEqualTo("hello");
            HttpResponse<String> changed = operation("config", "{\"id\":\"greeting\",\"set\":{\"word\":\"ho\",\"times\":\"2\",\"key\":\"s3cret\"}}");
            assertThat(changed.body()).contains("What to say").contains("\"ho\"").doesNotContain("s3cret");
            assertThat(body("greeting")).isEqualTo("hoho");
            assertThat(operation("config", "{\"id\":\"greeting\",\"set\":{\"times\":\"many\"}}").body()).contains("'times' must be of type integer");
            assertThat(operation("config", "{\"id\":\"greeting\",\"set\":{\"times\":\"10\"}}").body()).contains("times is at most 9");
            assertThat(operation("config", "{\"id\":\"greeting\",\"set\":{\"wrod\":\"x\"}}").body()).contains("there is no setting 'wrod'");
            assertThat(server.query("plugin", "schema", Map.of("id", "greeting")).toString())
                    .contains("\"times\":{\"type\":\"integer\",\"description\":\"How often\",\"default\":1}")
                    .contains("\"key\":{\"type\":\"string\",\"writeOnly\":true}");
            restart();
            assertThat(body("greeting")).isEqualTo("ho");
            operation("config", "{\"id\":\"greeting\",\"set\":{\"word\":\"\"}}");
            assertThat(body("greeting")).isEqualTo("hellohello");
        }

        @Test
        void that_an_upgrade_no_longer_knows_keep_the_old_version_running_until_they_are_taken_back() {
            install(SourceJar.of("greeting", "1.0.0").members(MEMBERS).start(START), "");
            operation("config", "{\"id\":\"greeting\",\"set\":{\"word\":\"ho\"}}");
            SourceJar renamed = SourceJar.of("greeting", "2.0.0")
                    .members(MEMBERS.replace("String word", "String text"))
                    .start(START.replace(".word()", ".text()"));
            HttpResponse<String> refused = install(renamed, "?upgrade=true");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("there is no setting 'word'").contains("fazt plugin config greeting KEY=");
            assertThat(body("greeting")).isEqualTo("ho");
            operation("config", "{\"id\":\"greeting\",\"set\":{\"word\":\"\"}}");
            assertThat(install(renamed, "?upgrade=true").statusCode()).isEqualTo(200);
            assertThat(body("greeting")).isEqualTo("hello");
        }

        @Test
        void can_be_mended_while_they_keep_a_plugin_from_starting() throws IOException {
            Path strict = Files.createFile(folder.resolve("lax"));
            install(SourceJar.of("greeting", "1.0.0").members(MEMBERS).start(START
                    + "if (settings.current().times() > 2 && !java.nio.file.Files.exists(java.nio.file.Path.of(\"" + strict + "\"))) throw new IllegalStateException(\"too often\");"), "");
            operation("config", "{\"id\":\"greeting\",\"set\":{\"times\":\"3\"}}");
            Files.delete(strict);
            restart();
            assertThat(state("greeting")).isEqualTo("failed");
            operation("config", "{\"id\":\"greeting\",\"set\":{\"times\":\"\"}}");
            assertThat(operation("enable", "{\"id\":\"greeting\"}").statusCode()).isEqualTo(200);
            assertThat(body("greeting")).isEqualTo("hello");
        }
    }

    private void awaitBody(String plugin, String expected) {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!body(plugin).equals(expected)) {
            assertThat(System.nanoTime()).as("gave up waiting: " + body(plugin)).isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
