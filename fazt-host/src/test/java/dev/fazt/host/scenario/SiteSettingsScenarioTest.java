package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys sites with a {@code fazt.json}, and sees that it is obeyed. */
class SiteSettingsScenarioTest {
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
    void an_application_answers_its_routes() {
        server.deploy("app", Map.of("index.html", "app", "a.js", "js", "fazt.json", "{\"spa\": true}"));
        assertThat(server.get("app", "/users/7").statusCode()).isEqualTo(200);
        assertThat(server.get("app", "/users/7").body()).isEqualTo("app");
        assertThat(server.get("app", "/b.js").statusCode()).isEqualTo(404);
        server.deploy("app", Map.of("index.html", "app", "fazt.json", "{\"spa\": false}"));
        assertThat(server.get("app", "/users/7").statusCode()).isEqualTo(404);
    }

    @Test
    void pages_end_as_the_site_wants() {
        server.deploy("slash", Map.of("index.html", "home", "a.html", "a", "fazt.json", "{\"trailingSlash\": \"always\"}"));
        assertThat(server.get("slash", "/a?x=1").headers().firstValue("location")).contains("/a/?x=1");
        assertThat(server.get("slash", "/a/").body()).isEqualTo("a");
        server.deploy("slash", Map.of("index.html", "home", "a/index.html", "a", "fazt.json", "{\"trailingSlash\": \"never\"}"));
        assertThat(server.get("slash", "/a/").headers().firstValue("location")).contains("/a");
        assertThat(server.get("slash", "/a").body()).isEqualTo("a");
    }

    @Test
    void headers_redirects_and_ignored_files_are_obeyed() {
        server.deploy("all", Map.of(
                "index.html", "home",
                "a.html", "a",
                "a.js.map", "map",
                "drafts/b.html", "draft",
                "_redirects", "/old /first",
                "_headers", "/a\n  X-One: 1",
                "fazt.json", """
                        {
                          "ignore": ["*.map", "/drafts/"],
                          "redirects": [{"from": "/old", "to": "/second"}, {"from": "/new", "to": "/a", "status": 302}],
                          "headers": [{"for": "/a", "values": {"X-One": "2", "X-Two": "2", "Referrer-Policy": null}}]
                        }
                        """));
        assertThat(server.get("all", "/old").headers().firstValue("location")).contains("/first");
        assertThat(server.get("all", "/new").statusCode()).isEqualTo(302);
        assertThat(server.get("all", "/a.js.map").statusCode()).isEqualTo(404);
        assertThat(server.get("all", "/drafts/b").statusCode()).isEqualTo(404);
        HttpResponse<String> page = server.get("all", "/a");
        assertThat(page.headers().firstValue("x-one")).contains("1, 2");
        assertThat(page.headers().firstValue("x-two")).contains("2");
        assertThat(page.headers().firstValue("referrer-policy")).isEmpty();
    }

    @Test
    void what_the_settings_ignore_is_not_even_stored() {
        String settings = "{\"ignore\": [\"*.map\", \"_*\", \"fazt.json\"]}";
        Map<String, String> files = Map.of(
                "index.html", "home", "a.js.map", "secret of an archive", "fazt.json", settings, "_redirects", "/old /");
        assertThat(server.deploy("lean", files).get("files").asInt()).as("but the instructions are").isEqualTo(3);
        assertThat(server.get("lean", "/old").statusCode()).isEqualTo(301);
        String list = files.entrySet().stream()
                .map(file -> "{\"path\":\"%s\",\"hash\":\"%s\",\"bytes\":%d}"
                        .formatted(file.getKey(), sha256(file.getValue()), file.getValue().length()))
                .collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> published = server.control("POST", "/api/sites/publish?site=lean", server.ownerToken(), list);
        assertThat(published.body()).as("nobody asks for what is left out").contains("\"number\":2").contains("\"files\":3");
        assertThat(TestServer.sqlite(
                        server.database(), "SELECT COUNT(*) FROM file_contents WHERE hash = '" + sha256("secret of an archive") + "'"))
                .isEqualTo("0");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void a_mistake_is_refused_with_its_line_and_every_other() {
        HttpResponse<String> refused = server.upload("wrong", TestServer.zip(Map.of(
                "index.html", "x", "fazt.json", "{\n  \"spa\": 1,\n  \"colour\": \"red\"\n}", "_redirects", "nothing")));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("fazt.json:2").contains("fazt.json:3").contains("colour").contains("_redirects:1");
        HttpResponse<String> other = server.upload("wrong", TestServer.zip(Map.of("index.html", "x", "fazt.json", "{\n  \"spa\": 1}")));
        assertThat(other.body()).contains("\"fazt.json:2\"");
    }

    @Test
    void the_schema_is_published() {
        server.createSite("fresh");
        HttpResponse<String> schema = server.get("fresh", "/_fazt/sites/fazt.schema.json");
        assertThat(schema.statusCode()).isEqualTo(200);
        assertThat(schema.headers().firstValue("content-type")).contains("application/schema+json");
        assertThat(schema.body()).contains("trailingSlash");
        assertThat(server.control("GET", "/api/sites/schema", server.ownerToken(), "").body()).isEqualTo(schema.body());
    }
}
