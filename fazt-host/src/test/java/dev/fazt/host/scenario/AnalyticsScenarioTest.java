package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Visits real sites and looks at what was counted. */
class AnalyticsScenarioTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    private static final String ALL_EVENTS = "SELECT COUNT(*) FROM events";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.createSite("blog");
        server.deploy(
                "blog",
                Map.of(
                        "index.html", "<!doctype html><link rel=stylesheet href=/style.css><p>hello",
                        "about.html", "<!doctype html><p>about",
                        "style.css", "p { color: red }",
                        "app.js", "1;"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class Views {
        @Test
        void count_pages_and_not_assets() {
            visit("/", FIREFOX);
            visit("/style.css", FIREFOX);
            visit("/app.js", FIREFOX);
            visit("/about", FIREFOX);
            visit("/missing", FIREFOX);
            awaitCount("views", 2);
            JsonNode totals = totals("people");
            assertThat(totals.get("visitors").asLong()).isEqualTo(1);
            assertThat(totals.get("sessions").asLong()).isEqualTo(1);
            JsonNode pages = server.query("analytics", "pages", Map.of("site", "blog")).get("entries");
            assertThat(pages.size()).isEqualTo(2);
            assertThat(pages.get(0).get("name").asString()).isEqualTo("/");
            assertThat(pages.get(1).get("name").asString()).isEqualTo("/about");
        }

        @Test
        void count_a_page_that_the_browser_still_has() {
            String tag = visit("/", FIREFOX).headers().firstValue("ETag").orElseThrow();
            assertThat(visit("/", FIREFOX, "If-None-Match", tag).statusCode()).isEqualTo(304);
            String style = visit("/style.css", FIREFOX).headers().firstValue("ETag").orElseThrow();
            assertThat(visit("/style.css", FIREFOX, "If-None-Match", style).statusCode())
                    .isEqualTo(304);
            visit("/about", CHROME);
            awaitCount("views", 3);
        }

        @Test
        void leave_out_frames_and_prefetches() {
            visit("/", FIREFOX, "Sec-Fetch-Dest", "iframe");
            visit("/", FIREFOX, "Sec-Purpose", "prefetch");
            visit("/", FIREFOX, "Sec-Fetch-Dest", "document");
            awaitCount("views", 1);
        }

        @Test
        void count_who_wants_privacy_without_linking_them() {
            visit("/", FIREFOX, "Sec-GPC", "1");
            visit("/about", FIREFOX, "DNT", "1");
            awaitCount("views", 2);
            assertThat(totals("people").get("visitors").asLong()).isZero();
        }

        @Test
        void keep_programs_apart() {
            visit("/", FIREFOX);
            visit("/", "curl/8.5.0");
            visit("/", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
            awaitAll(3);
            assertThat(totals("people").get("views").asLong()).isEqualTo(1);
            assertThat(totals("bots").get("views").asLong()).isEqualTo(2);
            assertThat(TestServer.sqlite(
                            server.database(), "SELECT string_agg(bot, ' ' ORDER BY bot) FROM events WHERE bot IS NOT NULL"))
                    .isEqualTo("crawler:googlebot library:curl");
        }

        @Test
        void are_seen_below_the_control_host_under_the_same_path() {
            server.control("GET", "/~blog/about", "", "", "User-Agent", FIREFOX);
            awaitCount("views", 1);
            assertThat(server.query("analytics", "pages", Map.of("site", "blog"))
                            .get("entries")
                            .get(0)
                            .get("name")
                            .asString())
                    .isEqualTo("/about");
        }

        @Test
        void keep_the_campaign_and_the_referrer_but_no_address_and_no_query() {
            visit("/?utm_source=mail&token=s3cret", FIREFOX, "Referer", "https://www.news.example/list?q=1");
            awaitCount("views", 1);
            assertThat(server.query("analytics", "referrers", Map.of("site", "blog"))
                            .get("entries")
                            .get(0)
                            .get("name")
                            .asString())
                    .isEqualTo("news.example");
            String csv = export();
            assertThat(csv).contains(",/,news.example,mail,").doesNotContain("s3cret").doesNotContain("127.0.0.1");
        }
    }

    @Nested
    class Events {
        @Test
        void are_taken_from_anyone_and_what_they_pretend_is_ignored() {
            HttpResponse<String> response = send(
                    "{\"name\":\"=Signup\",\"url\":\"http://blog.localhost/join?x=1\",\"ip\":\"1.2.3.4\","
                            + "\"timestamp\":1,\"userAgent\":\"curl\",\"props\":{\"plan\":\"pro\"}}",
                    "application/json");
            assertThat(response.statusCode()).isEqualTo(202);
            awaitCount("events", 1);
            assertThat(export()).contains(",'=Signup,/join,").contains("\"{\"\"plan\"\":\"\"pro\"\"}\"").contains(",Firefox,");
        }

        @Test
        void are_taken_as_plain_text_too() {
            assertThat(send("{\"name\":\"a\",\"url\":\"/x\"}", "text/plain").statusCode())
                    .isEqualTo(202);
            awaitCount("events", 1);
        }

        @Test
        void do_not_count_a_visit_twice_when_the_page_has_a_script() {
            visit("/about", FIREFOX);
            send("{\"name\":\"pageview\",\"url\":\"http://blog.localhost/about\"}", "text/plain");
            send("{\"name\":\"done\",\"url\":\"http://blog.localhost/about\"}", "text/plain");
            awaitCount("events", 1);
            assertThat(totals("people").get("views").asLong()).isEqualTo(1);
        }

        @Test
        void are_refused_when_they_make_no_sense() {
            assertThat(send("{", "application/json").statusCode()).isEqualTo(400);
            assertThat(send("", "application/json").statusCode()).isEqualTo(400);
            assertThat(send("{\"url\":\"/\"}", "application/json").statusCode()).isEqualTo(422);
            assertThat(send("a=b", "application/x-www-form-urlencoded").statusCode()).isEqualTo(415);
            assertThat(send("{\"name\":\"" + "x".repeat(17_000) + "\"}", "application/json").statusCode())
                    .isEqualTo(413);
        }

        private HttpResponse<String> send(String body, String contentType) {
            return server.site(
                    "blog", "POST", "/_fazt/analytics/event", "", body, "Content-Type", contentType, "User-Agent", FIREFOX);
        }
    }

    @Nested
    class Keeping {
        @Test
        void loses_nothing_when_the_server_stops_and_knows_visitors_again_after() {
            for (int i = 0; i < 250; i++) {
                visit("/", FIREFOX);
            }
            server.close();
            assertThat(TestServer.sqlite(server.database(), ALL_EVENTS)).isEqualTo("250");
            server = TestServer.start(folder);
            visit("/about", FIREFOX);
            awaitCount("views", 251);
            assertThat(export().lines()).hasSize(252);
            assertThat(totals("people").get("visitors").asLong()).isEqualTo(1);
        }

        @Test
        void answers_sqlite_while_the_server_runs() {
            visit("/", FIREFOX);
            visit("/about", CHROME);
            awaitAll(2);
            assertThat(TestServer.sqlite(server.database(), ALL_EVENTS)).isEqualTo("2");
        }
    }

    @Nested
    class Asking {
        @Test
        void needs_a_credential() {
            assertThat(server.control("GET", "/api/analytics/totals?site=blog", "", "").statusCode())
                    .isEqualTo(401);
            assertThat(server.control("GET", "/api/analytics/totals?site=blog", server.token("docs:read"), "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.control("GET", "/api/analytics/totals?site=blog", server.token("analytics:read"), "")
                            .statusCode())
                    .isEqualTo(200);
        }

        @Test
        void shows_the_course_of_time_without_gaps() {
            visit("/", FIREFOX);
            awaitCount("views", 1);
            JsonNode hours = server.query("analytics", "series", Map.of("site", "blog", "interval", "hour"));
            assertThat(hours.get("interval").asString()).isEqualTo("hour");
            assertThat(hours.get("points").size()).isBetween(24, 25);
            long views = 0;
            for (JsonNode point : hours.get("points")) {
                views += point.get("views").asLong();
            }
            assertThat(views).isEqualTo(1);
        }

        @Test
        void says_what_is_wrong_with_a_question() {
            assertThat(status("/api/analytics/totals?site=nowhere")).isEqualTo(404);
            assertThat(status("/api/analytics/pages?site=blog&limit=0")).isEqualTo(422);
            assertThat(status("/api/analytics/totals?site=blog&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z"))
                    .isEqualTo(422);
            assertThat(status("/api/analytics/series?site=blog&interval=hour&since=1990-01-01T00:00:00Z"))
                    .isEqualTo(422);
        }

        @Test
        void sets_how_long_events_are_kept() {
            JsonNode kept = server.operation("analytics", "retain", Map.of("site", "blog", "days", 90));
            assertThat(kept.get("days").asInt()).isEqualTo(90);
            assertThat(TestServer.sqlite(server.database(), "SELECT days FROM event_retention WHERE site = 'blog'"))
                    .isEqualTo("90");
        }

        private int status(String path) {
            return server.control("GET", path, server.ownerToken(), "").statusCode();
        }
    }

    private HttpResponse<String> visit(String path, String userAgent, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "User-Agent";
        all[1] = userAgent;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.get("blog", path, all);
    }

    private JsonNode totals(String audience) {
        return server.query("analytics", "totals", Map.of("site", "blog", "audience", audience));
    }

    private String export() {
        return server.control("GET", "/api/analytics/export?site=blog", server.ownerToken(), "")
                .body();
    }

    private void awaitCount(String field, long expected) {
        await(() -> totals("people").get(field).asLong(), expected);
    }

    private void awaitAll(long expected) {
        await(() -> totals("all").get("views").asLong(), expected);
    }

    /** Waits until enough was counted; what is counted too much shows in the assertion. */
    private static void await(LongSupplier count, long expected) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (count.getAsLong() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(count.getAsLong()).isEqualTo(expected);
    }
}
