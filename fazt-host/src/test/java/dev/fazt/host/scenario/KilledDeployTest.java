package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Kills servers and clients in the middle of deploys: visitors see the old deploy or the new one, and nothing is left behind. */
class KilledDeployTest {
    private static final int FILES = 600;
    private static final int KILLS = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @Test
    void a_server_that_is_killed_while_it_deploys_keeps_all_of_the_old_or_all_of_the_new() throws Exception {
        Path database = folder.resolve("data.db");
        Random random = new Random(5);
        int shown = 0;
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("blog", files(0));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = startProcess(database);
            try {
                RunFile run = awaitReady(database, process);
                CompletableFuture<Integer> blog = upload(run, "blog", files(kill));
                CompletableFuture<Integer> fresh = upload(run, "fresh" + kill, files(1_000 + kill));
                long storedBefore = -1;
                // Somewhere between the first chunk and the end: as many rounds as chance says after something was stored.
                for (int rounds = random.nextInt(4); rounds >= 0 && !(blog.isDone() && fresh.isDone()); rounds--) {
                    storedBefore = awaitMoreChunks(database, storedBefore, blog, fresh);
                }
            } finally {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            age(database);
            try (TestServer server = TestServer.start(folder)) {
                int live = Integer.parseInt(server.get("blog", "/").body().split(" ", 3)[1]);
                assertThat(live).as("the deploy before, or the one that was made").isIn(shown, kill);
                shown = live;
                for (int file = 1; file < FILES; file += 97) {
                    assertThat(server.get("blog", "/" + file + ".txt").body()).isEqualTo(text(live, file));
                }
                assertSitesAreWhole(server, kill);
                assertNothingIsLeft(server.database());
            }
        }
    }

    /** A site that was new is there with its deploy, or not at all. */
    private static void assertSitesAreWhole(TestServer server, int kills) {
        List<String> names = server.query("site", "list", Map.of()).get("sites").valueStream()
                .map(site -> site.get("name").asString())
                .toList();
        for (int kill = 1; kill <= kills; kill++) {
            if (names.contains("fresh" + kill)) {
                assertThat(server.get("fresh" + kill, "/").body()).isEqualTo(text(1_000 + kill, 0));
            }
        }
    }

    private static void assertNothingIsLeft(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            for (String left : List.of(
                    "trees WHERE id NOT IN (SELECT tree FROM deploys)",
                    "trees WHERE complete = 0",
                    "tree_files WHERE tree NOT IN (SELECT id FROM trees)",
                    "file_contents WHERE hash NOT IN (SELECT hash FROM tree_files)",
                    "file_chunks WHERE hash NOT IN (SELECT hash FROM file_contents)",
                    "deploys WHERE site NOT IN (SELECT name FROM fazt_site)",
                    "fazt_site WHERE name NOT IN (SELECT site FROM live_deploys)",
                    "tree_files WHERE hash NOT IN (SELECT hash FROM file_contents)")) {
                try (var rows = statement.executeQuery("SELECT COUNT(*) FROM " + left)) {
                    assertThat(rows.getLong(1)).as(left).isZero();
                }
            }
        }
    }

    @Test
    void a_client_that_goes_away_while_it_sends_changes_nothing() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("blog", Map.of("index.html", "kept"));
            byte[] zip = TestServer.zip(files(1));
            for (String path : List.of("/api/sites/deploy?site=blog", "/api/sites/deploy?site=never", "/api/sites/store")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    OutputStream out = socket.getOutputStream();
                    out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nAuthorization: Bearer "
                                    + server.ownerToken() + "\r\nContent-Type: application/zip\r\nContent-Length: " + zip.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(zip, 0, zip.length / 2);
                    out.flush();
                }
            }
            assertThat(server.deploy("blog", Map.of("index.html", "next")).get("number").asInt()).isEqualTo(2);
            JsonNode sites = server.query("site", "list", Map.of());
            assertThat(sites.toString()).doesNotContain("never");
            assertThat(server.get("blog", "/").body()).isEqualTo("next");
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM file_contents")).isEqualTo("2");
        }
    }

    @Test
    void an_upload_that_no_deploy_followed_is_swept_after_a_while() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("blog", Map.of("index.html", "kept"));
            assertThat(server.send("127.0.0.1", "POST", "/api/sites/store", server.ownerToken(), TestServer.zip(files(1)))
                            .statusCode())
                    .isEqualTo(200);
        }
        try (TestServer server = TestServer.start(folder)) {
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM file_contents"))
                    .as("whoever repeats the deploy need not send it again")
                    .isEqualTo(String.valueOf(FILES + 1));
        }
        age(folder.resolve("data.db"));
        try (TestServer server = TestServer.start(folder)) {
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM file_contents")).isEqualTo("1");
            assertThat(server.get("blog", "/").body()).isEqualTo("kept");
            assertNothingIsLeft(server.database());
        }
    }

    @Test
    void a_listing_that_a_kill_cut_short_is_swept_after_a_while() throws Exception {
        Path database = folder.resolve("data.db");
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("blog", Map.of("index.html", "kept"));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            long now = System.currentTimeMillis();
            statement.executeUpdate("INSERT INTO trees VALUES ('cut', 3, 3, 0, %d), ('fresh', 3, 3, 0, %d)".formatted(1, now));
            statement.executeUpdate("INSERT INTO file_contents (hash, bytes) VALUES ('of-cut', 0), ('of-both', 0)");
            statement.executeUpdate(
                    "INSERT INTO tree_files VALUES ('cut', 'a', 'of-cut'), ('cut', 'b', 'of-both'), ('fresh', 'b', 'of-both')");
        }
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("blog", "/").body()).isEqualTo("kept");
            assertThat(TestServer.sqlite(database, "SELECT group_concat(id) FROM trees WHERE complete = 0"))
                    .as("a deploy may be about to finish the other")
                    .isEqualTo("fresh");
            assertThat(TestServer.sqlite(database, "SELECT COUNT(*) FROM file_contents WHERE hash = 'of-cut'")).isEqualTo("0");
            assertThat(TestServer.sqlite(database, "SELECT COUNT(*) FROM file_contents WHERE hash = 'of-both'")).isEqualTo("1");
        }
        age(database);
        try (TestServer server = TestServer.start(folder)) {
            assertNothingIsLeft(server.database());
        }
    }

    @Test
    void a_deploy_that_is_refused_makes_no_site() {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.upload("refused", TestServer.zip(Map.of("index.html", "x", "../evil", "x"))).statusCode())
                    .isEqualTo(422);
            assertThat(server.upload("admin", TestServer.zip(Map.of("index.html", "x"))).body()).contains("is reserved");
            assertThat(server.query("site", "list", Map.of()).get("sites").size()).isZero();
            assertThat(server.upload("refused", TestServer.zip(Map.of("index.html", "x"))).statusCode()).isEqualTo(200);
        }
    }

    /** Starts the server as users do, in a process that can be killed. */
    private Process startProcess(Path database) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(), "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx256m",
                        "-cp", System.getProperty("java.class.path"), "dev.fazt.host.cli.Main", "server", "start", "--port", "0",
                        "--domain", "localhost", "--db", database.toString(), "--plugins", TestServer.bundledPlugins().toString())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "server", ".log").toFile())
                .start();
    }

    private static RunFile awaitReady(Path database, Process process) {
        while (true) {
            assertThat(process.isAlive()).as("the server started").isTrue();
            var run = RunFile.read(database).filter(file -> file.pid() == process.pid());
            if (run.isPresent()) {
                return run.get();
            }
            Thread.onSpinWait();
        }
    }

    /** Waits until the server has stored more than before, or has answered both. */
    private static long awaitMoreChunks(
            Path database, long before, CompletableFuture<?> first, CompletableFuture<?> second) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            while (true) {
                try (var rows = statement.executeQuery("SELECT COUNT(*) FROM file_chunks")) {
                    long chunks = rows.getLong(1);
                    if (before < 0) {
                        before = chunks;
                    }
                    if (chunks != before || (first.isDone() && second.isDone())) {
                        return chunks;
                    }
                }
            }
        }
    }

    private static CompletableFuture<Integer> upload(RunFile run, String site, Map<String, String> files) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(run.url() + "/api/sites/deploy?site=" + site))
                .header("Authorization", "Bearer " + run.token())
                .POST(HttpRequest.BodyPublishers.ofByteArray(TestServer.zip(files)))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> answer == null ? 0 : answer.statusCode());
    }

    /** Makes everything that waits for a deploy old enough to be swept. */
    private static void age(Path database) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE file_contents SET unlisted_since = 1 WHERE unlisted_since IS NOT NULL");
            statement.executeUpdate("UPDATE trees SET staged_at = 1");
        }
    }

    private static Map<String, String> files(int deploy) {
        Map<String, String> files = new HashMap<>();
        for (int file = 0; file < FILES; file++) {
            files.put(file == 0 ? "index.html" : file + ".txt", text(deploy, file));
        }
        return files;
    }

    private static String text(int deploy, int file) {
        return "deploy %d file %d\n".formatted(deploy, file).repeat(1 + file % 200);
    }
}
