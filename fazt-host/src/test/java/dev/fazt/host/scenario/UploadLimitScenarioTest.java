package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends files and never deploys them, until there are too many. */
class UploadLimitScenarioTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    private int sent;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.operation("plugin", "config", Map.of("id", "sites", "set", Map.of("siteUploads", "2", "uploads", "3")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_site_has_its_bound() {
        assertThat(store("blog").statusCode()).isEqualTo(200);
        assertThat(store("blog").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = store("blog");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("site 'blog'").contains("at most 2 MiB");
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM file_contents")).as("it left no trace").isEqualTo("2");
        assertThat(store("shop").statusCode()).as("another has its own").isEqualTo(200);
    }

    @Test
    void all_together_have_theirs() {
        for (String site : new String[] {"a", "b", "c"}) {
            assertThat(store(site).statusCode()).isEqualTo(200);
        }
        assertThat(store("d").body()).contains("all sites").contains("at most 3 MiB");
        assertThat(store("").body()).contains("all sites");
    }

    @Test
    void a_deploy_makes_room_and_needs_none_for_what_is_there() {
        byte[] first = archive(1);
        byte[] second = archive(2);
        assertThat(store("blog", first).statusCode()).isEqualTo(200);
        assertThat(store("blog", second).statusCode()).isEqualTo(200);
        assertThat(store("blog", first).statusCode()).as("it is there already").isEqualTo(200);
        assertThat(server.upload("blog", first).statusCode()).as("nothing new is stored").isEqualTo(200);
        assertThat(store("blog").statusCode()).as("what is deployed waits no more").isEqualTo(200);
    }

    @Test
    void an_archive_is_held_to_it_too() {
        byte[] wrong = TestServer.zipBytes(Map.of("noise.bin", noise(3), "_redirects", "nothing".getBytes(StandardCharsets.UTF_8)));
        assertThat(server.upload("blog", wrong).statusCode()).isEqualTo(422);
        assertThat(store("blog").statusCode()).isEqualTo(200);
        assertThat(server.upload("blog", archive(77)).statusCode()).isEqualTo(503);
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        HttpResponse<String> refused = server.control(
                "POST", "/api/plugin/config", server.ownerToken(), "{\"id\":\"sites\",\"set\":{\"siteUploads\":\"9\"}}",
                "Content-Type", "application/json");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("uploads at least siteUploads");
    }

    private HttpResponse<String> store(String site) {
        return store(site, archive(1_000 + sent++));
    }

    private HttpResponse<String> store(String site, byte[] archive) {
        return server.send(
                "127.0.0.1", "POST", "/api/sites/store" + (site.isEmpty() ? "" : "?site=" + site), server.ownerToken(), archive);
    }

    private static byte[] archive(int seed) {
        return TestServer.zipBytes(Map.of("noise.bin", noise(seed)));
    }

    /** Returns a bit less than a MiB that is like no other. */
    private static byte[] noise(int seed) {
        byte[] noise = new byte[1_000_000];
        new Random(seed).nextBytes(noise);
        return noise;
    }
}
