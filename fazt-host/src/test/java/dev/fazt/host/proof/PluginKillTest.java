package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.plugin.SourceJar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills the server with SIGKILL while a plugin is installed, upgraded across a migration or removed, and looks what is left.
 *
 * <p>{@code -Dfazt.kills=200} kills 50 times; {@code -Dfazt.seed=} repeats the choices of a run that failed.
 */
class PluginKillTest {
    private static final int KILLS = Math.max(5, Integer.getInteger("fazt.kills", 20) / 4);
    private static final long SEED = Long.getLong("fazt.seed", System.nanoTime());
    private static final String TABLE = "CREATE TABLE kept (id TEXT NOT NULL PRIMARY KEY) STRICT;";
    private static final String ANSWER =
            """
            var storage = context.storage();
            storage.write(s -> s.update("INSERT INTO kept (id) VALUES ('VERSION') ON CONFLICT (id) DO NOTHING"));
            context.routes().onSites(r -> r.get("/", (q, a) -> a.send("VERSION "
                + storage.read(s -> s.query("SELECT * FROM kept ORDER BY id", row -> row.text("id"))))));
            """;
    private static final byte[] ONE = SourceJar.of("keeper", "1.0.0")
            .migration("001_kept.sql", TABLE)
            .start(ANSWER.replace("VERSION", "1.0.0"))
            .bytes();
    private static final byte[] TWO = SourceJar.of("keeper", "2.0.0")
            .migration("001_kept.sql", TABLE)
            .migration("002_more.sql", "ALTER TABLE kept ADD COLUMN more TEXT; INSERT INTO kept (id) VALUES ('migrated');")
            .start(ANSWER.replace("VERSION", "2.0.0"))
            .bytes();

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> found = new TreeMap<>();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void leaves_a_plugin_absent_or_whole_in_one_version_with_the_data_of_that_version() throws Exception {
        Place place = Place.in(folder);
        long longest = Duration.ofMillis(1_500).toNanos();
        for (int kill = 0; kill <= KILLS; kill++) {
            try (ServerProcess server = start(place); HttpPeer owner = server.owner()) {
                if (kill == 0) {
                    owner.operation("site/create", Map.of("name", "blog"));
                }
                String state = audit(owner);
                found.merge(state, 1, Integer::sum);
                if (kill == KILLS) {
                    server.stop();
                    break;
                }
                long after = (long) (random.nextDouble() * longest);
                CompletableFuture<Integer> change = CompletableFuture.supplyAsync(() -> change(owner, state, server));
                long until = System.nanoTime() + after;
                while (System.nanoTime() < until && !change.isDone()) {
                    Thread.onSpinWait();
                }
                server.kill();
                change.join();
                server.awaitEnd();
            } catch (AssertionError e) {
                throw new AssertionError("kill %d with -Dfazt.seed=%d: %s".formatted(kill, SEED, e.getMessage()), e);
            }
        }
        assertThat(TestServer.sqlite(place.seen(), "PRAGMA integrity_check")).isEqualTo("ok");
        System.out.printf("plugin kills, seed %d: %d, found afterwards %s%n", SEED, KILLS, found);
    }

    private ServerProcess start(Place place) throws IOException {
        return ServerProcess.launch(place, folder.resolve("scratch"), Files.createDirectories(folder.resolve("none"))).awaitReady();
    }

    /** Makes the next change; 0 if the server was killed before its answer was there. */
    private static int change(HttpPeer owner, String state, ServerProcess server) {
        try {
            HttpResponse<String> answer =
                    switch (state) {
                        case "started 1.0.0" -> owner.install(TWO);
                        case "started 2.0.0" -> {
                            owner.operation("plugin/remove", Map.of("id", "keeper", "purge", true));
                            yield owner.install(ONE);
                        }
                        default -> owner.install(ONE);
                    };
            return answer.statusCode();
        } catch (IOException e) {
            assertThat(server.isAlive()).as("the connection broke: " + e).isFalse();
            return 0;
        }
    }

    private String audit(HttpPeer owner) throws IOException {
        JsonNode plugins = owner.query("plugin/list").get("plugins");
        assertThat(plugins.size()).isLessThan(2);
        String state = plugins.isEmpty()
                ? "absent"
                : plugins.get(0).get("state").asString() + " " + plugins.get(0).path("version").asString("");
        assertThat(state.strip()).as(plugins.toString()).isIn("absent", "removed", "started 1.0.0", "started 2.0.0");
        String body = owner.get("blog.localhost", "/_fazt/keeper/").body();
        switch (state) {
            case "started 1.0.0" -> assertThat(body).isEqualTo("1.0.0 [1.0.0]");
            case "started 2.0.0" -> assertThat(body).isIn("2.0.0 [1.0.0, 2.0.0, migrated]");
            default -> assertThat(body).contains("not running");
        }
        assertNothingIsLeft(state);
        return state.strip();
    }

    /** The folder has the jars that the record names, and nothing else. */
    private void assertNothingIsLeft(String state) throws IOException {
        Path store = folder.resolve("data.db.plugins");
        if (!Files.exists(store)) {
            return;
        }
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString().substring(0, 5)))
                    .as(state)
                    .isSubsetOf(
                            switch (state) {
                                case "started 1.0.0" -> java.util.List.of("1.0.0", "2.0.0");
                                case "started 2.0.0" -> java.util.List.of("1.0.0", "2.0.0");
                                default -> java.util.List.<String>of();
                            });
        }
    }
}
