package dev.fazt.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs the owner in and out, as a browser would. */
class LoginScenarioTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.behindProxy(folder);
        String link = server.server().setupUrl().orElseThrow();
        HttpResponse<String> made = post("/setup", "code=" + link.substring(link.indexOf("code=") + 5) + "&password=" + PASSWORD.replace(' ', '+'));
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.headers().firstValue("Set-Cookie")).isPresent();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> post(String path, String form, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = FORM;
        return server.control("POST", path, "", form, all);
    }

    private String login(String... headers) {
        HttpResponse<String> response = post("/login", "password=" + PASSWORD.replace(' ', '+'), headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).hasValue("/");
        String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<String> get(String path, String cookie, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Cookie";
        all[headers.length + 1] = cookie;
        return server.control("GET", path, "", "", all);
    }

    private HttpResponse<String> create(String site, String cookie, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Cookie";
        all[headers.length + 1] = cookie;
        return server.control("POST", "/api/site/create", "", "{\"name\":\"%s\"}".formatted(site), all);
    }

    @Nested
    class A_login {
        @Test
        void leads_to_the_start_page_of_the_owner() {
            server.createSite("blog");
            String cookie = login();
            String page = get("/", cookie).body();
            assertThat(page).contains(">blog</a>", "docs 0.1.0: started", "Log out");
            assertThat(server.control("GET", "/", "", "").body()).contains("Log in").doesNotContain("blog</a>");
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(200);
        }

        @Test
        void hands_out_a_cookie_that_no_script_and_no_other_site_gets() {
            String cookie = post("/login", "password=" + PASSWORD.replace(' ', '+')).headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).matches("fazt_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
        }

        @Test
        void by_tls_hands_out_a_cookie_that_only_counts_there() {
            HttpResponse<String> response =
                    post("/login", "password=" + PASSWORD.replace(' ', '+'), "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.1");
            String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).startsWith("__Host-fazt_session=").endsWith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
            String pair = cookie.substring(0, cookie.indexOf(';'));
            assertThat(get("/api/site/list", pair, "X-Forwarded-Proto", "https").statusCode()).isEqualTo(200);
            assertThat(get("/api/site/list", pair).statusCode()).isEqualTo(401);
            assertThat(get("/api/site/list", pair.replace("__Host-", ""), "X-Forwarded-Proto", "https").statusCode()).isEqualTo(401);
        }

        @Test
        void with_a_wrong_password_is_refused_and_limited_by_the_address_that_the_proxy_tells() {
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response = post("/login", "password=wrong", "X-Forwarded-For", "192.0.2.7");
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.body()).contains("is wrong").contains("<form");
                assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
            }
            HttpResponse<String> limited = post("/login", "password=wrong", "X-Forwarded-For", "192.0.2.7");
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(post("/login", "password=wrong", "X-Forwarded-For", "192.0.2.7, 192.0.2.8").statusCode())
                    .as("the last hop counts")
                    .isEqualTo(401);
            login("X-Forwarded-For", "192.0.2.9");
        }

        @Test
        void from_a_page_of_another_origin_is_refused() {
            String form = "password=" + PASSWORD.replace(' ', '+');
            assertThat(post("/login", form, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
            assertThat(post("/login", form, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
            assertThat(post("/login", form, "Origin", "null").statusCode()).isEqualTo(403);
            assertThat(post("/login", form, "Origin", "http://blog.localhost").statusCode()).isEqualTo(403);
        }
    }

    @Nested
    class A_session {
        @Test
        void changes_something_only_for_a_page_of_the_control_host() {
            String cookie = login();
            String own = server.url();
            assertThat(create("one", cookie, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
            assertThat(create("two", cookie, "Origin", own).statusCode()).isEqualTo(200);
            assertThat(create("three", cookie).statusCode()).as("no word of the browser's").isEqualTo(403);
            assertThat(create("three", cookie, "Sec-Fetch-Site", "cross-site").statusCode()).isIn(401, 403);
            assertThat(create("three", cookie, "Sec-Fetch-Site", "same-site").statusCode()).isIn(401, 403);
            assertThat(create("three", cookie, "Origin", "null").statusCode()).isIn(401, 403);
            assertThat(create("three", cookie, "Origin", "http://three.localhost:" + server.port()).statusCode()).isIn(401, 403);
            assertThat(create("three", cookie, "Sec-Fetch-Site", "cross-site", "Origin", own).statusCode()).isIn(401, 403);
            assertThat(server.query("site", "list", Map.of()).toString()).contains("one", "two").doesNotContain("three");
        }

        @Test
        void never_counts_on_a_site() {
            server.createSite("blog");
            server.operation("docs", "rules", Map.of("site", "blog", "collection", "notes", "read", "owner"));
            String cookie = login();
            String path = "/_fazt/docs/notes";
            assertThat(server.site("blog", "GET", path, server.ownerToken(), "").statusCode()).isEqualTo(200);
            assertThat(server.site("blog", "GET", path, "", "", "Cookie", cookie).statusCode()).isEqualTo(401);
            assertThat(get("/~blog" + path, cookie).statusCode()).isEqualTo(401);
            assertThat(server.site("blog", "GET", "/api/site/list", "", "", "Cookie", cookie).statusCode()).isEqualTo(404);
        }

        @Test
        void is_found_behind_a_cookie_that_a_neighbour_planted() {
            assertThat(get("/api/site/list", "fazt_session=planted; " + login()).statusCode()).isEqualTo(200);
        }

        @Test
        void ends_with_a_logout() {
            String cookie = login();
            assertThat(post("/logout", "", "Cookie", cookie, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(200);
            HttpResponse<String> response = post("/logout", "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
            assertThat(response.statusCode()).isEqualTo(303);
            assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("fazt_session=;", "Max-Age=0");
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(401);
        }

        @Test
        void is_listed_and_can_be_ended_from_elsewhere() {
            String cookie = login("User-Agent", "Firefox", "X-Forwarded-For", "192.0.2.9");
            var sessions = server.query("session", "list", Map.of()).get("sessions");
            var session = sessions.valueStream().filter(one -> one.get("agent").asString().equals("Firefox")).findFirst().orElseThrow();
            assertThat(session.get("address").asString()).isEqualTo("192.0.2.9");
            server.operation("session", "revoke", Map.of("id", session.get("id").asString()));
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(401);
        }

        @Test
        void outlives_a_restart_and_is_not_in_the_data_file() throws Exception {
            String cookie = login();
            server.close();
            String secret = cookie.substring(cookie.indexOf('=') + 1);
            assertThat(new String(Files.readAllBytes(server.database()), StandardCharsets.ISO_8859_1)).doesNotContain(secret);
            server = TestServer.behindProxy(folder);
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class The_password {
        private int change(String token, String body) {
            return server.control("POST", "/api/owner/password", token, body).statusCode();
        }

        @Test
        void changes_for_who_knows_it_and_ends_all_sessions() {
            String cookie = login();
            String all = server.token("*");
            assertThat(change(all, "{\"password\":\"another good one\"}")).isEqualTo(422);
            assertThat(change(all, "{\"password\":\"another good one\",\"current\":\"wrong\"}")).isEqualTo(422);
            assertThat(change(all, "{\"password\":\"short\",\"current\":\"%s\"}".formatted(PASSWORD))).isEqualTo(422);
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(200);
            assertThat(change(all, "{\"password\":\"another good one\",\"current\":\"%s\"}".formatted(PASSWORD))).isEqualTo(200);
            assertThat(get("/api/site/list", cookie).statusCode()).isEqualTo(401);
            assertThat(post("/login", "password=" + PASSWORD.replace(' ', '+')).statusCode()).isEqualTo(401);
            assertThat(post("/login", "password=another+good+one").statusCode()).isEqualTo(303);
        }

        @Test
        void changes_on_the_servers_own_machine_without_being_known() {
            assertThat(change(server.ownerToken(), "{\"password\":\"another good one\"}")).isEqualTo(200);
            assertThat(post("/login", "password=another+good+one").statusCode()).isEqualTo(303);
        }

        @Test
        void is_nobodys_business_but_the_owners() {
            assertThat(change(server.token("owner:*,token:*,session:*"), "{\"password\":\"another good one\"}")).isEqualTo(403);
        }

        @Test
        void is_checked_for_a_page_of_another_origin_with_basic_too() {
            String basic = "Basic " + Base64.getEncoder().encodeToString(("owner:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            assertThat(server.control("POST", "/api/site/create", "", "{\"name\":\"a\"}", "Authorization", basic, "Origin", "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.control("POST", "/api/site/create", "", "{\"name\":\"a\"}", "Authorization", basic).statusCode())
                    .isEqualTo(200);
        }
    }

    @Nested
    class A_token {
        @Test
        void tells_when_it_was_used_last_also_after_a_restart() {
            String secret = server.token("site:read");
            assertThat(server.query("token", "list", Map.of()).get("tokens").get(0).has("lastUsed")).isFalse();
            server.control("GET", "/api/site/list", secret, "");
            String used = server.query("token", "list", Map.of()).get("tokens").get(0).get("lastUsed").asString();
            server.close();
            server = TestServer.behindProxy(folder);
            assertThat(server.query("token", "list", Map.of()).get("tokens").get(0).get("lastUsed").asString()).isEqualTo(used);
        }

        @Test
        void is_not_written_to_disk_for_each_use() {
            String secret = server.token("site:read,server:read");
            server.control("GET", "/api/site/list", secret, "");
            long before = server.query("server", "status", Map.of()).get("storage").get("writes").asLong();
            for (int i = 0; i < 100; i++) {
                server.control("GET", "/api/site/list", secret, "");
            }
            assertThat(server.query("server", "status", Map.of()).get("storage").get("writes").asLong() - before).isLessThan(20);
        }
    }
}
