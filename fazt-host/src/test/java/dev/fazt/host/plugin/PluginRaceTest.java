package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets several administrators, and the folder, change two plugins at once without any agreement.
 *
 * <p>{@code -Dfazt.seed=} repeats the choices of a run that failed.
 */
class PluginRaceTest {
    private static final long SEED = Long.getLong("fazt.seed", System.nanoTime());
    private static final int ADMINISTRATORS = 6;
    private static final int TURNS = 25;
    private static final List<String> IDS = List.of("castor", "pollux");
    private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "2.0.0");

    @TempDir
    Path folder;

    private final Map<String, byte[]> jars = new TreeMap<>();
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    private static String key(String id, String version) {
        return id + " " + version;
    }

    private void makeJars() {
        for (String id : IDS) {
            for (String version : VERSIONS) {
                jars.put(key(id, version), SourceJar.saying(id, version, key(id, version))
                        .migration("001_" + id + ".sql", "CREATE TABLE " + id + " (id TEXT NOT NULL PRIMARY KEY) STRICT;")
                        .start("context.storage().write(s -> s.update(\"INSERT INTO " + id + " (id) VALUES ('x') ON CONFLICT (id) DO NOTHING\"));")
                        .bytes());
            }
        }
    }

    private byte[] jar(String id, Random random) {
        return jars.getOrDefault(key(id, VERSIONS.get(random.nextInt(VERSIONS.size()))), new byte[0]);
    }

    private void turn(Administrator administrator, Path inbox, Random random) throws IOException {
        String id = IDS.get(random.nextInt(IDS.size()));
        HttpResponse<String> answer =
                switch (random.nextInt(9)) {
                    case 0 -> administrator.install(jar(id, random), "");
                    case 1, 2 -> administrator.install(jar(id, random), "?upgrade=true");
                    case 3 -> administrator.operation("rollback", id);
                    case 4 -> administrator.operation("disable", id);
                    case 5 -> administrator.operation("enable", id);
                    case 6 -> administrator.operation("reload", id);
                    case 7 -> administrator.operation("remove", Map.of("id", id, "purge", random.nextBoolean()));
                    default -> {
                        Path part = Files.write(Files.createTempFile(folder, "new", ".part"), jar(id, random));
                        Files.move(part, inbox.resolve(id + ".jar"), StandardCopyOption.ATOMIC_MOVE);
                        yield administrator.get(id);
                    }
                };
        answers.merge(answer.statusCode(), 1, Integer::sum);
        // 404: not known, or not running; 409: not in a state for it; 503: being replaced.
        if (!List.of(200, 404, 409, 503).contains(answer.statusCode())) {
            surprises.add(answer.statusCode() + " " + answer.body());
        }
    }

    @Test
    void of_administrators_ends_in_a_legal_state_and_the_server_goes_on() throws Exception {
        makeJars();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        try (TestServer server = TestServer.start(folder, inbox)) {
            server.createSite("blog");
            Neighbour neighbour = new Neighbour(server);
            race(new Administrator(server), inbox);
            for (String id : IDS) {
                Files.deleteIfExists(inbox.resolve(id + ".jar"));
            }
            assertThat(surprises).as("-Dfazt.seed=" + SEED).isEmpty();
            assertLegal(server);
            for (String id : IDS) {
                new Administrator(server).operation("remove", id);
                new Administrator(server).installed(SourceJar.saying(id, "3.0.0", "new " + id)
                        .migration("001_" + id + ".sql", "CREATE TABLE " + id + " (id TEXT NOT NULL PRIMARY KEY) STRICT;"));
                assertThat(new Administrator(server).body(id)).isEqualTo("new " + id);
            }
            neighbour.assertAlive();
            neighbour.endVisits();
            new Administrator(server).awaitNoLeaks();
            System.out.printf("plugin race, seed %d: %d changes, answers %s, %d answers of the neighbour, 0 failed%n",
                    SEED, ADMINISTRATORS * TURNS, new TreeMap<>(answers), neighbour.answers());
        }
    }

    private void race(Administrator administrator, Path inbox) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ADMINISTRATORS; i++) {
                Random random = new Random(SEED + i);
                all.add(CompletableFuture.runAsync(
                        () -> {
                            for (int turn = 0; turn < TURNS; turn++) {
                                try {
                                    turn(administrator, inbox, random);
                                } catch (IOException | RuntimeException e) {
                                    surprises.add(e.toString());
                                }
                            }
                        },
                        threads));
            }
        }
        all.forEach(CompletableFuture::join);
    }

    private void assertLegal(TestServer server) throws IOException {
        Administrator administrator = new Administrator(server);
        for (String id : IDS) {
            String state = administrator.listed(id).path("state").asString("unknown");
            assertThat(state).isIn("unknown", "started", "disabled", "removed");
            if (state.equals("started")) {
                assertThat(administrator.body(id)).isEqualTo(key(id, administrator.listed(id).get("version").asString()));
            } else {
                assertThat(administrator.get(id).statusCode()).isEqualTo(404);
            }
        }
        String orphans = "SELECT COUNT(*) FROM fazt_plugin_chunk WHERE sha256 NOT IN "
                + "(SELECT jar FROM fazt_plugin UNION SELECT previous_jar FROM fazt_plugin WHERE previous_jar IS NOT NULL)";
        assertThat(TestServer.sqlite(server.database(), orphans)).isEqualTo("0");
        try (Stream<Path> files = Files.walk(folder.resolve("data.db.plugins"))) {
            assertThat(files.filter(Files::isRegularFile)).allMatch(file -> file.toString().endsWith(".jar")).hasSizeLessThan(6);
        }
    }
}
