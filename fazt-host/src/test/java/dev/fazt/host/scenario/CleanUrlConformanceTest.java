package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the addresses of pages against what Cloudflare documents.
 *
 * <p>https://developers.cloudflare.com/pages/configuration/serving-pages/ ("Route matching", "Not Found behavior", "Single-page
 * application rendering") and
 * https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/ ("auto-trailing-slash").
 */
class CleanUrlConformanceTest extends ConformanceTest {
    @BeforeAll
    static void deploy() {
        server.deploy("site", Map.ofEntries(
                Map.entry("index.html", "home"),
                Map.entry("contact.html", "contact"),
                Map.entry("about/index.html", "about"),
                Map.entry("file.html", "file"),
                Map.entry("folder/index.html", "folder"),
                Map.entry("foo", "foo without an extension"),
                Map.entry("foo.html", "foo page"),
                Map.entry("both.html", "both page"),
                Map.entry("both/index.html", "both folder"),
                Map.entry("image.png", "image"),
                Map.entry("404.html", "top 404"),
                Map.entry("blog/404.html", "blog 404"),
                Map.entry("blog/post.html", "post"),
                Map.entry("blog/under/here.html", "here")));
        server.deploy("app", Map.of("index.html", "home", "200.html", "app", "assets/a.js", "js"));
        server.deploy("bare", Map.of("page.html", "page"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200 home",
        "/index, 308 /",
        "/index/, 308 /",
        "/index.html, 308 /",
        "/contact, 200 contact",
        "/contact/, 308 /contact",
        "/contact.html, 308 /contact",
        "/contact/index, 308 /contact",
        "/contact/index.html, 308 /contact",
        "/about, 308 /about/",
        "/about/, 200 about",
        "/about/index, 308 /about/",
        "/about/index.html, 308 /about/",
        "/about.html, 308 /about/",
        "/file, 200 file",
        "/file/, 308 /file",
        "/file/index, 308 /file",
        "/folder, 308 /folder/",
        "/folder/, 200 folder",
        "/folder/index/, 308 /folder/",
        "/foo, 200 foo without an extension",
        "/foo.html, 200 foo page",
        "/both, 200 both page",
        "/both/, 200 both folder",
        "/image.png, 200 image",
        "/image.png/, 404 top 404",
        "/Contact, 404 top 404",
        "/none, 404 top 404",
        "/blog/none, 404 blog 404",
        "/blog/, 404 blog 404",
        "/blog/under/none/, 404 blog 404",
        "/about/none, 404 top 404"
    })
    void each_address_shows_its_page_or_leads_to_it(String path, String expected) {
        assertThat(told(server.get("site", path))).isEqualTo(expected);
        if (expected.startsWith("308 ")) {
            String location = expected.substring(4);
            assertThat(told(server.get("site", path + "?q=%2F&&r"))).isEqualTo("308 " + location + "?q=%2F&&r");
            assertThat(server.get("site", location).statusCode()).as("one step is enough").isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/contact", "/contact/", "/none", "/image.png", "/%zz"})
    void the_head_of_an_answer_is_that_of_the_answer(String path) throws IOException {
        String get = RawRequest.answer(server, "site", "GET", path);
        String head = RawRequest.answer(server, "site", "HEAD", path);
        assertThat(withoutDate(head)).isEqualTo(withoutDate(get.substring(0, get.indexOf("\r\n\r\n") + 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/none", "/_redirects", "/*"})
    void options_says_what_may_be_done(String path) {
        HttpResponse<String> options = server.site("site", "OPTIONS", path, "", "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
            assertThat(server.site("site", method, path, "", "x").statusCode()).as(method).isEqualTo(405);
        }
    }

    @Nested
    class A_single_page_application {

        @ParameterizedTest
        @CsvSource({
            "/, 200 home",
            "/users/7, 200 app",
            "/users/, 200 app",
            "/v1.2/users, 200 app",
            "/assets/a.js, 200 js",
            "/200, 200 app"
        })
        void answers_every_route(String path, String expected) {
            assertThat(told(server.get("app", path))).isEqualTo(expected);
        }

        @Test
        void does_not_answer_for_a_missing_file() {
            assertThat(server.get("app", "/assets/b.js").statusCode()).isEqualTo(404);
            assertThat(server.get("bare", "/").statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class A_strange_request {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/../data.db", "/..", "/.", "/about/..", "/about/../file", "/./file", "/%2e%2e/data.db", "/%2E%2E/%2e%2e/etc/passwd",
                    "/.%2e/x", "/..%2fdata.db", "/%2e%2e%2fdata.db", "/about%2f", "/about%2findex.html", "/about%5cindex.html", "/a\\b",
                    "/%00", "/file%00", "/file%00.html", "/%0d%0aSet-Cookie:x=y", "/%", "/%z", "/%zz", "/file%", "/%ff", "/%c0%af",
                    "/%c0%ae%c0%ae/x", "/%ed%a0%80", "/%f8%88%80%80%80", "/%7f", "/%u002e", "///"
                })
        void is_refused(String path) throws IOException {
            assertThat(RawRequest.status(server, "site", "GET", path)).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/%252e%252e/data.db", "/%252fetc", "/%2500", "//", "//file", "/file//", "/about//", "/..;/x", "/...", "/..a",
                    "/data.db", "/file;x=1", "/file%20", "/file.", "/~site/", "/index.html/x", "/CON", "/file::$DATA"
                })
        void finds_nothing(String path) throws IOException {
            assertThat(RawRequest.status(server, "site", "GET", path)).isEqualTo(404);
        }

        @Test
        void of_any_length_is_refused_with_an_answer() throws IOException {
            for (int length : new int[] {4_000, 4_096, 4_097, 8_000, 9_000, 20_000}) {
                assertThat(RawRequest.status(server, "site", "GET", "/" + "a".repeat(length))).as("%d", length).isIn(400, 404, 414);
            }
        }

        @Test
        void may_spell_a_name_with_more_escapes_than_it_needs() {
            assertThat(told(server.get("site", "/%66ile"))).isEqualTo("200 file");
            assertThat(told(server.get("site", "/%66ile.html"))).isEqualTo("308 /file");
        }
    }

    private static String withoutDate(String head) {
        return head.replaceAll("(?m)^Date: .*\\r\\n", "");
    }
}
