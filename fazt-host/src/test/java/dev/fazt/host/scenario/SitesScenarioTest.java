package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Deploys sites to a real server, and visits them. */
class SitesScenarioTest {
    private static final String PAGE = "<!doctype html><title>Blog</title>" + "<p>Hello, caf\u00e9!</p>".repeat(100);
    private static final String LARGE =
            IntStream.range(0, 200_000).mapToObj("%08x"::formatted).collect(Collectors.joining());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void deploy() {
        server = TestServer.start(folder);
        server.deploy("blog", Map.ofEntries(
                Map.entry("index.html", PAGE),
                Map.entry("about.html", "<p>about"),
                Map.entry("docs/index.html", "<p>docs"),
                Map.entry("docs/404.html", "<p>no such doc"),
                Map.entry("404.html", "<p>no such page"),
                Map.entry("app.3f2a9c1b.js", "1"),
                Map.entry("a b/\u00fc.txt", "text"),
                Map.entry("empty.txt", ""),
                Map.entry("_headers", "/*"),
                Map.entry(".env", "secret"),
                Map.entry(".well-known/security.txt", "Contact: me"),
                Map.entry("large.bin", LARGE)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class A_visitor {

        @Test
        void gets_a_page_with_all_that_the_conventions_ask_for() {
            HttpResponse<String> page = server.get("blog", "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).isEqualTo(PAGE);
            assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(page, "cache-control")).isEqualTo("public, max-age=0, must-revalidate");
            assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(page, "referrer-policy")).isEqualTo("strict-origin-when-cross-origin");
            assertThat(header(page, "vary")).isEqualTo("Accept-Encoding");
            assertThat(header(page, "etag")).matches("\"[0-9a-f]{32}\"");
            assertThat(header(page, "last-modified")).endsWith(" GMT");
            assertThat(header(page, "accept-ranges")).isEqualTo("bytes");
        }

        @Test
        void is_told_when_the_page_has_not_changed() {
            HttpResponse<String> first = server.get("blog", "/");
            String etag = header(first, "etag");
            for (String condition : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
                HttpResponse<String> again = server.get("blog", "/", "If-None-Match", condition);
                assertThat(again.statusCode()).as(condition).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(header(again, "etag")).isEqualTo(etag);
            }
            assertThat(server.get("blog", "/", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
            String modified = header(first, "last-modified");
            assertThat(server.get("blog", "/", "If-Modified-Since", modified).statusCode()).isEqualTo(304);
            assertThat(server.get("blog", "/", "If-Modified-Since", modified, "If-None-Match", "\"x\"").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("blog", "/", "If-Modified-Since", "nonsense").statusCode()).isEqualTo(200);
            assertThat(server.get("blog", "/", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        }

        @Test
        void gets_the_compressed_form_under_a_tag_of_its_own() {
            HttpResponse<String> page = server.get("blog", "/", "Accept-Encoding", "gzip");
            assertThat(header(page, "content-encoding")).isEqualTo("gzip");
            assertThat(header(page, "etag")).endsWith("-gzip\"");
            assertThat(Integer.parseInt(header(page, "content-length"))).isLessThan(PAGE.length() / 2);
            assertThat(server.get("blog", "/about", "Accept-Encoding", "gzip").headers().firstValue("content-encoding"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/large.bin", "/empty.txt", "/nothing", "/about.html", "/%ff"})
        void may_ask_for_the_head_alone(String path) {
            HttpResponse<String> get = server.get("blog", path);
            HttpResponse<String> head = server.site("blog", "HEAD", path, "", "");
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "content-length")).isEqualTo(header(get, "content-length"));
        }

        @ParameterizedTest
        @CsvSource({
            "/about.html?a=b&c, /about?a=b&c",
            "/about/, /about",
            "/docs, /docs/",
            "/docs/index.html?x=%20, /docs/?x=%20",
            "/index, /",
        })
        void is_led_to_the_clean_address(String path, String location) {
            HttpResponse<String> page = server.get("blog", path);
            assertThat(page.statusCode()).isEqualTo(308);
            assertThat(header(page, "location")).isEqualTo(location);
            HttpResponse<String> below = server.control("GET", "/~blog" + path, "", "");
            assertThat(below.statusCode()).isEqualTo(308);
            assertThat(header(below, "location")).isEqualTo("/~blog" + location);
        }

        @ParameterizedTest
        @CsvSource({"/nothing, <p>no such page", "/docs/nothing/, <p>no such doc", "/.env, <p>no such page", "/_headers, <p>no such page"})
        void sees_the_nearest_page_for_what_is_missing(String path, String body) {
            HttpResponse<String> page = server.get("blog", path);
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).isEqualTo(body);
            assertThat(page.headers().firstValue("etag")).isEmpty();
        }

        @Test
        void gets_files_with_unusual_names_and_the_right_lifetimes() {
            assertThat(server.get("blog", "/a%20b/%C3%BC.txt").body()).isEqualTo("text");
            assertThat(server.get("blog", "/.well-known/security.txt").body()).isEqualTo("Contact: me");
            assertThat(header(server.get("blog", "/app.3f2a9c1b.js"), "cache-control"))
                    .isEqualTo("public, max-age=31536000, immutable");
            assertThat(header(server.get("blog", "/empty.txt"), "cache-control")).isEqualTo("public, max-age=300");
            assertThat(server.get("blog", "/large.bin").body()).isEqualTo(LARGE);
        }

        @Test
        void gets_parts_of_files_of_any_size() {
            HttpResponse<String> part = server.get("blog", "/large.bin", "Range", "bytes=32765-32772");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(LARGE.substring(32765, 32773));
            assertThat(header(part, "content-range")).isEqualTo("bytes 32765-32772/" + LARGE.length());
            String etag = header(part, "etag");
            HttpResponse<String> end = server.get("blog", "/large.bin", "Range", "bytes=-3", "If-Range", etag);
            assertThat(end.statusCode()).isEqualTo(206);
            assertThat(end.body()).as(end.headers().toString()).isEqualTo("d3f");
            assertThat(server.get("blog", "/large.bin", "Range", "bytes=-3", "If-Range", "\"x\"").statusCode()).isEqualTo(200);
            assertThat(server.get("blog", "/app.3f2a9c1b.js", "Range", "bytes=0-0").body()).isEqualTo("1");
            HttpResponse<String> beyond = server.get("blog", "/", "Range", "bytes=999999-");
            assertThat(beyond.statusCode()).isEqualTo(416);
            assertThat(header(beyond, "content-range")).isEqualTo("bytes */" + PAGE.getBytes(StandardCharsets.UTF_8).length);
        }

        @Test
        void can_only_read() {
            HttpResponse<String> options = server.site("blog", "OPTIONS", "/", "", "");
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(header(options, "allow")).isEqualTo("GET, HEAD, OPTIONS");
            HttpResponse<String> post = server.site("blog", "POST", "/", "", "x=1");
            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(header(post, "allow")).isEqualTo("GET, HEAD, OPTIONS");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/../data.db", "/%2e%2e/data.db", "/..%2fdata.db", "/%2e%2e%2fdata.db", "/%252e%252e/data.db", "/a%5c..%5cb", "/%00",
                    "/%", "/%zz", "/..;/x", "/docs/../../../../etc/passwd", "/%c0%ae%c0%ae/x"
                })
        void never_gets_out_of_the_site(String path) throws IOException {
            assertThat(statusOf(path)).as(path).isIn(400, 404);
        }

        @Test
        void is_told_how_to_deploy_where_nothing_is() {
            server.createSite("fresh");
            HttpResponse<String> page = server.get("fresh", "/");
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).contains("fazt site deploy FOLDER --name fresh");
        }
    }

    @Nested
    class The_owner {

        @Test
        void deploys_again_and_rolls_back_in_an_instant() {
            JsonNode first = server.deploy("shop", Map.of("index.html", "one", "same.txt", "same"));
            assertThat(first.get("number").asInt()).isEqualTo(1);
            assertThat(first.get("files").asInt()).isEqualTo(2);
            assertThat(first.get("bytes").asInt()).isEqualTo(7);
            String etag = header(server.get("shop", "/"), "etag");
            assertThat(server.deploy("shop", Map.of("index.html", "two", "same.txt", "same")).get("number").asInt())
                    .isEqualTo(2);
            HttpResponse<String> second = server.get("shop", "/", "If-None-Match", etag);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo("two");
            assertThat(server.operation("sites", "rollback", Map.of("site", "shop")).get("number").asInt()).isEqualTo(1);
            assertThat(server.get("shop", "/").body()).isEqualTo("one");
            assertThat(server.operation("sites", "rollback", Map.of("site", "shop", "number", 2)).get("number").asInt())
                    .isEqualTo(2);
            assertThat(server.get("shop", "/").body()).isEqualTo("two");
            JsonNode deploys = server.query("sites", "deploys", Map.of("site", "shop")).get("deploys");
            assertThat(deploys.get(0).get("number").asInt()).isEqualTo(2);
            assertThat(deploys.get(0).get("live").asBoolean()).isTrue();
            assertThat(deploys.get(1).get("live").asBoolean()).isFalse();
        }

        @Test
        void can_not_roll_back_to_what_never_was() {
            server.deploy("first", Map.of("index.html", "one"));
            assertThat(rollback("{\"site\":\"first\"}").statusCode()).isEqualTo(409);
            assertThat(rollback("{\"site\":\"first\",\"number\":7}").statusCode()).isEqualTo(404);
            assertThat(rollback("{\"site\":\"none\"}").statusCode()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"../evil.html", "/etc/passwd", "a\\b", "C:/x", "a/../../b"})
        void is_refused_a_hostile_archive_which_leaves_no_trace(String name) {
            HttpResponse<String> answer = server.upload("hostile", TestServer.zip(Map.of("index.html", "hostile", name, "x")));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(header(answer, "content-type")).startsWith("application/problem+json");
            assertThat(answer.body()).contains(name.replace("\\", "\\\\"));
            assertThat(server.query("site", "list", Map.of()).toString()).doesNotContain("hostile");
        }

        @Test
        void is_refused_junk_without_losing_what_is_there() {
            server.deploy("kept", Map.of("index.html", "kept"));
            assertThat(server.upload("kept", "junk".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(422);
            assertThat(server.upload("kept", new byte[0]).statusCode()).isIn(400, 422);
            assertThat(server.upload("kept", TestServer.zip(Map.of(".git/config", "x"))).body()).contains("no files to deploy");
            assertThat(server.upload("No_Name", TestServer.zip(Map.of("index.html", "x"))).statusCode()).isEqualTo(422);
            assertThat(server.get("kept", "/").body()).isEqualTo("kept");
        }

        @Test
        void is_the_only_one_to_deploy() {
            byte[] zip = TestServer.zip(Map.of("index.html", "x"));
            assertThat(server.send("127.0.0.1", "POST", "/api/sites/deploy?site=blog", "", zip).statusCode()).isEqualTo(401);
            String reader = server.token("site:read");
            assertThat(server.send("127.0.0.1", "POST", "/api/sites/deploy?site=blog", reader, zip).statusCode())
                    .isEqualTo(403);
            String deployer = server.token("site:deploy");
            assertThat(server.send("127.0.0.1", "POST", "/api/sites/deploy?site=byci", deployer, zip).statusCode())
                    .isEqualTo(200);
        }

        private HttpResponse<String> rollback(String parameters) {
            return server.control(
                    "POST", "/api/sites/rollback", server.ownerToken(), parameters, "Content-Type", "application/json");
        }
    }

    @Nested
    class A_restart {

        @Test
        void shows_what_was_live_and_sweeps_what_was_abandoned(@TempDir Path other) throws Exception {
            try (TestServer before = TestServer.start(other)) {
                before.deploy("blog", Map.of("index.html", "still here"));
            }
            try (var connection =
                            java.sql.DriverManager.getConnection("jdbc:sqlite:" + other.resolve("data.db"));
                    var statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO file_chunks VALUES ('dead', 'identity', 0, x'00')");
                statement.executeUpdate("INSERT INTO file_contents (hash, bytes) VALUES ('beef', 0)");
            }
            try (TestServer after = TestServer.start(other)) {
                assertThat(after.get("blog", "/").body()).isEqualTo("still here");
                assertThat(TestServer.sqlite(after.database(), "SELECT COUNT(*) FROM file_chunks WHERE hash = 'dead'"))
                        .isEqualTo("0");
                assertThat(TestServer.sqlite(after.database(), "SELECT COUNT(*) FROM file_contents")).isEqualTo("1");
            }
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Sends a path as it is, which a client library would clean or refuse. */
    private static int statusOf(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: blog.localhost:" + server.port() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9));
        }
    }
}
