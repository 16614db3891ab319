package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.plugin.SourceJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lets plugins do to a real server process what no exception can tell of. */
class PluginCrashTest {
    @TempDir
    private Path folder;

    private ServerProcess start(String... flags) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("none"));
        return ServerProcess.launch(Place.in(folder), folder.resolve("scratch"), inbox, flags);
    }

    private static String plugins(HttpPeer owner) throws IOException {
        return owner.query("plugin/list").toString();
    }

    @Test
    void a_start_that_kills_the_process_is_not_tried_a_fourth_time() throws Exception {
        Path fuse = folder.resolve("fuse");
        byte[] bomb = SourceJar.saying("bomb", "1.0.0", "calm")
                .start("if (java.nio.file.Files.exists(java.nio.file.Path.of(\"" + fuse + "\"))) {"
                        + " Runtime.getRuntime().exec(new String[] {\"kill\", \"-9\", \"\" + ProcessHandle.current().pid()}).waitFor();"
                        + " new java.util.concurrent.CountDownLatch(1).await(); }")
                .bytes();
        byte[] good = SourceJar.saying("good", "1.0.0", "good").bytes();
        try (ServerProcess server = start().awaitReady(); HttpPeer owner = server.owner()) {
            owner.operation("site/create", Map.of("name", "blog"));
            assertThat(owner.install(bomb).statusCode()).isEqualTo(200);
            assertThat(owner.install(good).statusCode()).isEqualTo(200);
            server.stop();
        }
        Files.createFile(fuse);
        for (int i = 0; i < 3; i++) {
            try (ServerProcess server = start()) {
                server.awaitEnd();
            }
        }
        try (ServerProcess server = start().awaitReady(); HttpPeer owner = server.owner()) {
            assertThat(plugins(owner)).contains("quarantined").contains("the server ended while it started");
            assertThat(owner.get("blog.localhost", "/_fazt/good/").body()).isEqualTo("good");
            Files.delete(fuse);
            owner.operation("plugin/enable", Map.of("id", "bomb"));
            assertThat(owner.get("blog.localhost", "/_fazt/bomb/").body()).isEqualTo("calm");
            server.stop();
        }
        try (ServerProcess server = start("--safe-mode").awaitReady(); HttpPeer owner = server.owner()) {
            assertThat(owner.get("blog.localhost", "/_fazt/good/").statusCode()).isEqualTo(404);
            owner.operation("plugin/remove", Map.of("id", "bomb"));
            server.stop();
        }
        try (ServerProcess server = start().awaitReady(); HttpPeer owner = server.owner()) {
            assertThat(owner.get("blog.localhost", "/_fazt/good/").body()).isEqualTo("good");
            assertThat(plugins(owner)).contains("removed");
        }
    }

    /** One failure may pass as such; when each one fails, the memory stays short. */
    private static void askUntilItEnds(ServerProcess server, HttpPeer owner) {
        while (!server.endsWithin(Duration.ofMillis(100))) {
            try {
                owner.get("blog.localhost", "/_fazt/greedy/kept");
            } catch (IOException expected) {
                // The connection ends with the server.
            }
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void a_request_that_asks_for_too_much_memory_fails_alone_and_memory_that_stays_short_ends_the_server_in_one_line() throws Exception {
        byte[] greedy = SourceJar.of("greedy", "1.0.0")
                .members("private static final List<byte[]> KEPT = new ArrayList<>();")
                .start("""
                        context.routes().onSites(r -> r
                            .get("/once", (q, a) -> a.send("" + new byte[Integer.MAX_VALUE].length))
                            .get("/kept", (q, a) -> { while (true) { KEPT.add(new byte[1 << 20]); } }));
                        """)
                .bytes();
        try (ServerProcess server = start().awaitReady(); HttpPeer owner = server.owner()) {
            owner.operation("site/create", Map.of("name", "blog"));
            owner.install(greedy);
            assertThat(owner.get("blog.localhost", "/_fazt/greedy/once").statusCode()).isEqualTo(500);
            assertThat(plugins(owner)).contains("started");
            askUntilItEnds(server, owner);
            assertThat(server.log()).contains("the memory that Java may use").contains("FAZT_JAVA_OPTS");
        }
        try (ServerProcess server = start().awaitReady(); HttpPeer owner = server.owner()) {
            assertThat(plugins(owner)).contains("greedy").contains("started");
        }
    }
}
