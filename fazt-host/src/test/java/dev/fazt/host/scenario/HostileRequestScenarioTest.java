package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
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

/** Asks in ways that no browser does, for what is not to be had. */
class HostileRequestScenarioTest {
    private static final String LARGE =
            IntStream.range(0, 20_000).mapToObj("%08x"::formatted).collect(Collectors.joining());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    private static String tag = "";

    @BeforeAll
    static void deploy() throws IOException {
        server = TestServer.start(folder);
        server.deploy("blog", Map.of("index.html", "home", "large.bin", LARGE, "private/x.txt", "secret", "sub/index.html", "sub"));
        server.createSite("other");
        tag = server.get("blog", "/large.bin").headers().firstValue("etag").orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class A_host {

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "blog.localhost | 200",
            "BLOG.LocalHost:99999 | 200",
            "1--blog.localhost | 200",
            "blog.localhost: | 400",
            "blog.localhost:80:80 | 400",
            "blog.localhost/.. | 400",
            "x@blog.localhost | 400",
            "blog.localhost@evil.example | 400",
            "..--blog.localhost | 404",
            "%2e%2e--blog.localhost | 404",
            "0--blog.localhost | 404",
            "-1--blog.localhost | 404",
            "99999999999999999999--blog.localhost | 404",
            "1--1--blog.localhost | 404",
            "--blog.localhost | 404",
            "1--.localhost | 404",
            "evil.example | 404"
        })
        void leads_to_the_site_that_it_names_or_nowhere(String host, int status) throws IOException {
            String answer = RawRequest.sent(server, "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            if (status != 200) {
                assertThat(answer).doesNotContain("home");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"Host: blog.localhost\r\nHost: other.localhost\r\n", "", "Host: \r\n", "Host: blog.localhost\u0000\r\n"})
        void that_is_not_one_is_refused(String lines) throws IOException {
            assertThat(RawRequest.sent(server, "GET / HTTP/1.1\r\n" + lines + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Nested
    class A_path {

        @ParameterizedTest
        @ValueSource(strings = {
            "/private/x.txt", "/private//x.txt", "/private%2fx.txt", "/./private/x.txt", "/sub/../private/x.txt", "/%70rivate/x.txt",
            "/private/%78.txt", "//private/x.txt", "/private/x.txt/", "/private/x%2etxt", "/private;a/x.txt", "/private/x.txt%00"
        })
        void to_what_is_private_is_closed_in_every_spelling(String path) throws IOException {
            String answer = RawRequest.answer(server, "blog", "GET", path);
            assertThat(answer.substring(9, 12)).isIn("400", "401", "404");
            assertThat(answer).doesNotContain("secret");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/~blog@../", "/~blog@1/../", "/~../", "/~blog@%2e%2e/", "/~blog%2f../api/server/status", "/~blog/..%2f", "/~blog@1@1/"})
        void below_the_control_host_stays_within_its_site(String path) throws IOException {
            String answer = RawRequest.sent(
                    server, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nConnection: close\r\n\r\n");
            assertThat(answer.substring(9, 12)).isIn("400", "404");
            assertThat(answer).doesNotContain("home");
        }

        @Test
        void of_any_length_is_answered() throws IOException {
            for (String path : new String[] {"/" + "a".repeat(5_000), "/a".repeat(2_500), "/" + "%41".repeat(1_500)}) {
                assertThat(RawRequest.status(server, "blog", "GET", path)).isEqualTo(400);
            }
        }
    }

    @Nested
    class A_condition {

        @Test
        void may_be_spread_over_lines() throws IOException {
            assertThat(status("If-None-Match", "\"x\"", "If-None-Match", tag)).isEqualTo(304);
            assertThat(status("If-None-Match", "\"x\"", "If-None-Match", "\"y\"")).isEqualTo(200);
            assertThat(status("If-Match", "\"x\"", "If-Match", tag)).isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "If-None-Match | W/TAG | 304",
            "If-None-Match | \"a,b\", TAG | 304",
            "If-None-Match | \" | 200",
            "If-None-Match | junk | 200",
            "If-None-Match | junk, TAG | 200",
            "If-Match | W/TAG | 412",
            "If-Match | \"a,b\",,TAG | 200",
            "If-Match | junk | 412",
            "If-Modified-Since | junk | 200",
            "If-Unmodified-Since | Thu, 01 Jan 1970 00:00:00 GMT | 412",
            "If-Unmodified-Since | junk | 200"
        })
        void is_read_as_the_standard_says(String name, String value, int status) throws IOException {
            assertThat(status(name, value.replace("TAG", tag))).isEqualTo(status);
        }
    }

    @Nested
    class A_range {

        @ParameterizedTest
        @ValueSource(strings = {"W/TAG", "\"x\"", "junk", "TAG, \"x\"", "*"})
        void of_something_else_is_answered_with_everything(String condition) throws IOException {
            String answer = RawRequest.answer(
                    server, "blog", "GET", "/large.bin", "Range", "bytes=0-9", "If-Range", condition.replace("TAG", tag));
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(LARGE);
        }

        @Test
        void of_the_same_many_times_is_sent_once() throws IOException {
            String answer = RawRequest.answer(server, "blog", "GET", "/large.bin", "Range", "bytes=" + "0-,".repeat(7) + "0-");
            assertThat(answer).startsWith("HTTP/1.1 206 ").hasSizeLessThan(LARGE.length() + 2_000);
        }

        @Test
        void of_very_many_parts_is_not_made() throws IOException {
            String parts = IntStream.range(0, 500).mapToObj(i -> 300 * i + "-" + 300 * i).collect(Collectors.joining(","));
            assertThat(RawRequest.answer(server, "blog", "GET", "/large.bin", "Range", "bytes=" + parts)).startsWith("HTTP/1.1 200 ").endsWith(LARGE);
        }
    }

    @Nested
    class A_method {

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO"})
        void that_changes_or_is_strange_is_not_allowed(String method) throws IOException {
            String answer = RawRequest.answer(server, "blog", method, "/");
            assertThat(answer).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD, OPTIONS").doesNotContain("home");
        }

        @Test
        void of_asking_for_the_head_has_no_body_whatever_is_asked_with_it() throws IOException {
            String answer = RawRequest.answer(server, "blog", "HEAD", "/large.bin", "Range", "bytes=0-9");
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Length: " + LARGE.length()).endsWith("\r\n\r\n");
        }
    }

    @Nested
    class A_body_that_nobody_wants {
        private static final String NEXT = "GET /large.bin HTTP/1.1\r\nHost: blog.localhost\r\nConnection: close\r\n\r\n";

        private static String sent(String headers, String body) throws IOException {
            return RawRequest.sent(server, "POST /_fazt/none/x HTTP/1.1\r\nHost: blog.localhost\r\n" + headers + "\r\n" + body);
        }

        @Test
        void is_never_taken_for_the_next_request() throws IOException {
            String length = "Content-Length: " + NEXT.length() + "\r\n";
            assertThat(sent(length + "Expect: 100-continue\r\n", NEXT)).startsWith("HTTP/1.1 404 ").containsOnlyOnce("HTTP/1.1 ");
            String chunk = Integer.toHexString(NEXT.length()) + "\r\n" + NEXT + "\r\n0\r\n\r\n";
            assertThat(sent("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", chunk)).containsOnlyOnce("HTTP/1.1 ");
        }

        @Test
        void is_skipped_if_it_is_small() throws IOException {
            String answers = sent("Content-Length: " + NEXT.length() + "\r\n", NEXT + NEXT);
            assertThat(answers).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ").endsWith(LARGE);
        }

        @Test
        void ends_the_connection_if_it_is_large() throws IOException {
            assertThat(sent("Content-Length: 1000000\r\n", "x")).startsWith("HTTP/1.1 404 ");
            assertThat(sent("Content-Length: 1000000000\r\n", "x")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Nested
    class An_answer_to_HEAD {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/large.bin", "/nowhere", "/_fazt/none/x", "/_fazt/docs/posts", "/%00"})
        void has_no_body(String path) throws IOException {
            String answer = RawRequest.answer(server, "blog", "HEAD", path);
            assertThat(answer).contains("ontent-").endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/livez", "/readyz", "/", "/api/site/list", "/metrics", "/nowhere"})
        void has_none_from_the_control_plane_either(String path) throws IOException {
            String answer = RawRequest.sent(server, "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 ").endsWith("\r\n\r\n").containsOnlyOnce("\r\n\r\n");
        }
    }

    private static int status(String... headers) throws IOException {
        return Integer.parseInt(RawRequest.answer(server, "blog", "GET", "/large.bin", headers).substring(9, 12));
    }
}
