package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replaces a plugin while it and its neighbour are asked, and counts the answers. */
class RouteSwapTest {
    private static final int UPGRADES = 12;
    private static final int VISITORS = 3;

    @TempDir
    Path folder;

    /** Counts answers by what they say; a refusal that says when to come back counts as one. */
    private static void visit(TestServer server, String plugin, AtomicBoolean closed, Map<String, Integer> counts, CountDownLatch first) {
        while (!closed.get()) {
            HttpResponse<String> response = server.get("blog", "/_fazt/" + plugin + "/");
            boolean later = response.statusCode() == 503 && response.headers().firstValue("Retry-After").isPresent();
            counts.merge(later ? "later" : response.statusCode() + " " + response.body(), 1, Integer::sum);
            first.countDown();
        }
    }

    @Test
    void who_asks_during_an_upgrade_gets_the_old_answer_the_new_one_or_is_told_to_come_back() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        List<byte[]> versions = new ArrayList<>();
        for (int version = 0; version <= UPGRADES; version++) {
            versions.add(SourceJar.saying("swapped", "1.%d.0".formatted(version), "version " + version).bytes());
        }
        try (TestServer server = TestServer.start(folder, inbox)) {
            server.createSite("blog");
            Administrator administrator = new Administrator(server);
            administrator.install(SourceJar.saying("neighbour", "1.0.0", "here").bytes(), "");
            administrator.install(versions.getFirst(), "");
            AtomicBoolean closed = new AtomicBoolean();
            Map<String, Integer> swapped = new ConcurrentHashMap<>();
            Map<String, Integer> neighbour = new ConcurrentHashMap<>();
            CountDownLatch asked = new CountDownLatch(2 * VISITORS);
            List<Thread> visitors = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                visitors.add(Thread.ofVirtual().start(() -> visit(server, "swapped", closed, swapped, asked)));
                visitors.add(Thread.ofVirtual().start(() -> visit(server, "neighbour", closed, neighbour, asked)));
            }
            asked.await();
            for (int version = 1; version <= UPGRADES; version++) {
                assertThat(administrator.install(versions.get(version), "?upgrade=true").statusCode()).isEqualTo(200);
                // The answer to the upgrade comes after the new routes are published: no older answer can follow.
                assertThat(administrator.body("swapped")).isEqualTo("version " + version);
            }
            closed.set(true);
            for (Thread visitor : visitors) {
                visitor.join();
            }
            System.out.println("route swaps: " + UPGRADES + ", answers of the swapped " + new TreeMap<>(swapped) + ", of its neighbour " + neighbour);
            assertThat(neighbour.keySet()).isEqualTo(Set.of("200 here"));
            assertThat(swapped.keySet()).allMatch(answer -> answer.equals("later") || answer.matches("200 version \\d+"));
            assertThat(swapped).containsKey("200 version 0");
        }
    }
}
