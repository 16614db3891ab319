package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts what the storage is asked for while pages are served. */
class HotPathScenarioTest {
    private static final int LARGE = 900_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void deploy() {
        server = TestServer.start(folder);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.html", new byte[10_000]);
        files.put("page.html", new byte[100]);
        files.put("404.html", new byte[100]);
        files.put("_redirects", "/led /page\n/shown /page 200".getBytes(StandardCharsets.UTF_8));
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[LARGE];
            random.nextBytes(noise);
            files.put("large" + i + ".bin", noise);
        }
        assertThat(server.upload("site", TestServer.zipBytes(files)).statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page", "/page.html", "/none", "/led", "/shown", "/%ff", "/private/x"})
    void an_answer_that_was_given_before_asks_the_storage_for_nothing(String path) {
        server.get("site", path, "Accept-Encoding", "br");
        long before = reads();
        for (int i = 0; i < 20; i++) {
            server.get("site", path, "Accept-Encoding", "br");
        }
        assertThat(reads()).isEqualTo(before);
    }

    @Test
    void a_crawler_does_not_displace_what_is_popular() {
        for (int i = 0; i < 50; i++) {
            server.get("site", "/");
        }
        for (int i = 0; i < 40; i++) {
            assertThat(server.get("site", "/large" + i + ".bin").headers().firstValueAsLong("content-length")).hasValue(LARGE);
        }
        long before = reads();
        server.get("site", "/");
        assertThat(reads()).as("the page is still in memory").isEqualTo(before);
        for (int i = 0; i < 40; i++) {
            server.get("site", "/large" + i + ".bin");
        }
        assertThat(reads()).as("36 MB do not fit into the cache").isGreaterThan(before);
    }

    private static long reads() {
        // Not from 'server status', which itself reads what plugins there are.
        return server.control("GET", "/metrics", server.ownerToken(), "")
                .body()
                .lines()
                .filter(line -> line.startsWith("fazt_storage_reads_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
