package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comes to a server that has nothing to show. */
class StartPageScenarioTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_server_without_sites_tells_what_to_do_next() {
        HttpResponse<String> home = server.control("GET", "/", "", "");
        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(home.body()).contains("fazt server start");
    }

    @Test
    void an_unknown_host_tells_what_to_do_next_and_nothing_about_other_sites() {
        server.createSite("secret");
        HttpResponse<String> page = server.get("nobody", "/any/path");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("cache-control")).contains("no-store");
        assertThat(page.body()).contains("fazt site deploy FOLDER").doesNotContain("secret");
        HttpResponse<String> head = server.site("nobody", "HEAD", "/", "", "");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).isEqualTo(page.headers().firstValue("content-length"));
    }

    @Test
    void a_site_without_a_deploy_tells_how_to_make_one() {
        server.createSite("fresh");
        for (String path : new String[] {"/", "/any/path"}) {
            HttpResponse<String> page = server.get("fresh", path);
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.headers().firstValue("cache-control")).contains("no-store");
            assertThat(page.body()).contains("fazt site deploy FOLDER --name fresh");
        }
    }
}
