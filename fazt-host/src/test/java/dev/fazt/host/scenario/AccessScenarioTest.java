package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Visits sites that are not for everyone, as each kind of visitor. */
class AccessScenarioTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void deploy() {
        server = TestServer.start(folder);
        Map<String, String> files = Map.of(
                "index.html", "home", "a b.html", "a b", "private/plan.html", "plan", "private/b/c.txt", "c",
                "_redirects", "/shown /private/plan 200\n/led /elsewhere 302");
        for (String site : new String[] {"locked", "open", "other", "changing", "tried", "shared"}) {
            server.deploy(site, files);
        }
        for (String site : new String[] {"locked", "tried", "shared"}) {
            server.operation("sites", "protect", Map.of("site", site, "password", PASSWORD));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class A_site_with_a_password {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/a%20b", "/index.html", "/none", "/led", "/shown", "/_headers"})
        void shows_strangers_nothing_but_the_question(String path) {
            for (String method : new String[] {"GET", "HEAD"}) {
                HttpResponse<String> answer = server.site("locked", method, path, "", "", "Cookie", "fazt_site=password~locked~x~9999999999~x");
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
                assertThat(answer.headers().firstValue("location")).isEmpty();
                assertThat(answer.headers().firstValue("etag")).isEmpty();
                assertThat(answer.body()).doesNotContain("home").doesNotContain("a b<");
            }
            assertThat(server.control("GET", "/~locked" + path, "", "").statusCode()).isEqualTo(401);
        }

        @Test
        void opens_with_the_password_and_tells_caches_not_to_keep_it() {
            HttpResponse<String> wrong = login("locked", "wrong horse", "/a%20b");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
            HttpResponse<String> right = login("locked", PASSWORD, "/a%20b?x=1");
            assertThat(right.statusCode()).isEqualTo(303);
            assertThat(right.headers().firstValue("location")).contains("/a%20b?x=1");
            String set = right.headers().firstValue("set-cookie").orElseThrow();
            assertThat(set).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
            HttpResponse<String> page = server.get("locked", "/a%20b", "Cookie", cookie(right));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).isEqualTo("a b");
            assertThat(page.headers().allValues("cache-control")).containsExactly("private, no-cache");
            HttpResponse<String> led = server.get("locked", "/led", "Cookie", cookie(right));
            assertThat(led.statusCode()).isEqualTo(302);
            assertThat(led.headers().allValues("cache-control")).containsExactly("private, no-cache");
            assertThat(server.get("locked", "/private/plan", "Cookie", cookie(right)).statusCode()).isEqualTo(401);
            assertThat(server.get("locked", "/shown", "Cookie", cookie(right)).statusCode()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a b", ""})
        void leads_nowhere_else(String to) {
            assertThat(login("locked", PASSWORD, to).headers().firstValue("location")).contains("/");
        }

        @Test
        void takes_no_cookie_of_another_site_or_of_an_older_password() {
            server.operation("sites", "protect", Map.of("site", "changing", "password", PASSWORD));
            String cookie = cookie(login("changing", PASSWORD, "/"));
            assertThat(server.get("changing", "/", "Cookie", cookie).statusCode()).isEqualTo(200);
            assertThat(server.get("locked", "/", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(server.control("GET", "/~changing/", "", "", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(server.get("changing", "/", "Cookie", cookie.replace("~", "~1")).statusCode()).isEqualTo(401);
            JsonNode made = server.operation("sites", "protect", Map.of("site", "changing"));
            assertThat(server.get("changing", "/", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(login("changing", made.get("password").asString(), "/").statusCode()).isEqualTo(303);
            server.operation("sites", "unprotect", Map.of("site", "changing"));
            assertThat(server.get("changing", "/").statusCode()).isEqualTo(200);
        }

        @Test
        void lets_nobody_try_for_ever() {
            for (int i = 0; i < 10; i++) {
                assertThat(login("tried", "wrong" + i, "/").statusCode()).isEqualTo(401);
            }
            HttpResponse<String> eleventh = login("tried", PASSWORD, "/");
            assertThat(eleventh.statusCode()).isEqualTo(429);
            assertThat(eleventh.headers().firstValue("retry-after")).isPresent();
        }

        @Test
        void opens_to_a_token_with_the_scope() {
            assertThat(server.site("locked", "GET", "/", server.token("site:private"), "").statusCode()).isEqualTo(200);
            assertThat(server.site("locked", "GET", "/", server.token("site:private:other"), "").statusCode()).isEqualTo(401);
            assertThat(server.control("GET", "/~locked/", server.ownerToken(), "").statusCode()).isEqualTo(200);
        }

        @Test
        void keeps_no_password_in_clear() {
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM site_passwords WHERE instr(hash, '%s') > 0".formatted(PASSWORD)))
                    .isEqualTo("0");
            HttpResponse<String> weak = server.control(
                    "POST", "/api/sites/protect", server.ownerToken(), "{\"site\":\"open\",\"password\":\"short\"}", "Content-Type", "application/json");
            assertThat(weak.statusCode()).isEqualTo(422);
        }
    }

    @Nested
    class Previews {

        @Test
        void may_have_a_password_that_the_site_has_not() {
            server.deploy("seen", Map.of("index.html", "home"));
            assertThat(server.get("1--seen", "/").statusCode()).isEqualTo(200);
            server.operation("sites", "protect", Map.of("site", "seen", "password", PASSWORD, "previewsOnly", true));
            assertThat(server.get("seen", "/").statusCode()).isEqualTo(200);
            HttpResponse<String> preview = server.get("1--seen", "/");
            assertThat(preview.statusCode()).isEqualTo(401);
            assertThat(preview.headers().allValues("x-robots-tag")).isNotEmpty().allMatch(value -> value.equals("noindex"));
            assertThat(server.control("GET", "/~seen@1/", "", "").statusCode()).isEqualTo(401);
            HttpResponse<String> login = login("1--seen", PASSWORD, "/");
            assertThat(server.get("1--seen", "/", "Cookie", cookie(login)).body()).isEqualTo("home");
        }

        @Test
        void need_the_password_of_the_site() {
            assertThat(server.get("1--locked", "/").statusCode()).isEqualTo(401);
            assertThat(server.get("1--open", "/private/plan").statusCode()).isEqualTo(401);
            assertThat(server.get("1--open", "/").statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class A_private_folder {

        @ParameterizedTest
        @ValueSource(strings = {"/private/plan", "/private/plan.html", "/private", "/private/", "/private/b/c.txt", "/%70rivate/plan",
                "/private/none", "/shown"})
        void is_closed_to_strangers(String path) {
            assertThat(server.get("open", path).statusCode()).isEqualTo(401);
            assertThat(server.control("GET", "/~open" + path, "", "").statusCode()).isEqualTo(401);
        }

        @Test
        void opens_to_a_token_with_the_scope() {
            HttpResponse<String> plan = server.site("open", "GET", "/private/plan", server.token("site:private:open"), "");
            assertThat(plan.body()).isEqualTo("plan");
            assertThat(plan.headers().allValues("cache-control")).containsExactly("private, no-cache");
            assertThat(server.site("open", "GET", "/private/plan", server.token("docs:read"), "").statusCode()).isEqualTo(401);
            assertThat(server.site("open", "GET", "/shown", server.ownerToken(), "").body()).isEqualTo("plan");
            assertThat(server.get("open", "/").headers().firstValue("cache-control")).contains("public, max-age=0, must-revalidate");
        }
    }

    @Nested
    class A_share_link {

        @ParameterizedTest
        @CsvSource({
            "/private/, /private/plan, 200",
            "/private/, /private/b/c.txt, 200",
            "/private/, /, 401",
            "/private/b, /private/b/c.txt, 200",
            "/private/b, /private/plan, 401",
            "/private/p, /private/plan, 401",
            "/, /, 200",
            "/, /a%20b, 200",
            "/, /private/plan, 401",
            "/a b, /a%20b, 200",
            "/a b, /, 401"
        })
        void opens_what_it_names_and_no_more(String path, String wanted, int status) {
            JsonNode link = server.operation("sites", "share", Map.of("site", "shared", "path", path));
            HttpResponse<String> visit = follow("shared", link);
            assertThat(visit.statusCode()).isEqualTo(303);
            assertThat(visit.headers().firstValue("location")).contains(path.replace(" ", "%20"));
            assertThat(server.get("shared", wanted, "Cookie", cookie(visit)).statusCode()).isEqualTo(status);
            assertThat(server.get("other", wanted, "Cookie", cookie(visit)).statusCode())
                    .isEqualTo(wanted.startsWith("/private") ? 401 : 200);
        }

        @Test
        void ends_when_it_is_taken_back_and_is_worthless_with_another_secret() {
            JsonNode link = server.operation("sites", "share", Map.of("site", "shared", "path", "/private/"));
            String cookie = cookie(follow("shared", link));
            assertThat(server.get("shared", "/private/plan", "Cookie", cookie).statusCode()).isEqualTo(200);
            assertThat(server.query("sites", "links", Map.of("site", "shared")).toString()).contains(link.get("id").asString());
            server.operation("sites", "unshare", Map.of("site", "shared", "id", link.get("id").asString()));
            assertThat(server.get("shared", "/private/plan", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(follow("shared", link).statusCode()).isEqualTo(410);
            JsonNode next = server.operation("sites", "share", Map.of("site", "shared"));
            assertThat(server.get("shared", "/_fazt/sites/share/" + next.get("id").asString() + ".x").statusCode()).isEqualTo(410);
            assertThat(follow("other", next).statusCode()).isEqualTo(410);
        }

        @ParameterizedTest
        @ValueSource(strings = {"private/", "/a/../b", "https://x"})
        void is_not_made_for_what_is_no_path(String path) {
            assertThat(server.control(
                                    "POST", "/api/sites/share", server.ownerToken(),
                                    "{\"site\":\"shared\",\"path\":\"%s\"}".formatted(path), "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void passwords_and_links_outlive_a_restart(@TempDir Path other) {
        String cookie;
        try (TestServer before = TestServer.start(other)) {
            before.deploy("site", Map.of("index.html", "home"));
            before.operation("sites", "protect", Map.of("site", "site", "password", PASSWORD));
            cookie = cookie(follow(before, "site", before.operation("sites", "share", Map.of("site", "site"))));
        }
        try (TestServer after = TestServer.start(other)) {
            assertThat(after.get("site", "/").statusCode()).isEqualTo(401);
            assertThat(after.get("site", "/", "Cookie", cookie).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> login(String site, String password, String to) {
        return server.site(
                site, "POST", "/_fazt/sites/login", "",
                "password=" + encoded(password) + "&to=" + encoded(to),
                "Content-Type", "application/x-www-form-urlencoded");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> follow(String site, JsonNode link) {
        return follow(server, site, link);
    }

    private static HttpResponse<String> follow(TestServer server, String site, JsonNode link) {
        String url = link.get("url").asString();
        return server.get(site, url.substring(url.indexOf("/_fazt/")));
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
    }
}
