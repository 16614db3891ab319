package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks {@code _redirects} against what Netlify documents: https://docs.netlify.com/routing/redirects/ (syntax, rule processing
 * order, trailing slash), https://docs.netlify.com/routing/redirects/redirect-options/ (splats, query parameters, placeholders,
 * country and language, status codes, domain-level) and https://docs.netlify.com/routing/redirects/rewrites-proxies/ (rewrites,
 * shadowing).
 */
class RedirectsConformanceTest extends ConformanceTest {
    private static final String RULES = """
            # Redirects from what the browser requests to what we serve
            /home              /
            /blog/my-post.php  /blog/my-post       # a comment after a rule
            /news              /blog
            /cuties            https://www.petsofnetlify.com
            /temporary         /blog/my-post  302
            /seeother          /blog/my-post  303
            /kept              /blog/my-post  307
            /forever           /blog/my-post  308
            /rewritten         /blog/my-post  200
            /ecommerce         /store-closed  404
            /gone              /store-closed  410
            /law               /store-closed  451
            /nopage            /not-there     410

            # Splats
            /old-news/*        /blog/:splat
            /proxied/*         /blog/:splat  200
            /root/*            /:splat
            /host/*            https://example.org/:splat

            # Placeholders
            /dated/:month/:date/:year/:slug  /news/:year/:month/:date/:slug
            /users/:id         /profile?user=:id
            /caf\u00e9/:dish    /menu/:dish

            # Query parameters
            /path/* param1=:value1 param2=:value2 /otherpath/:value1/:value2/:splat 301
            /path/* param1=:value1 /otherpath/:value1/:splat 301
            /path/* /otherpath/:splat 301
            /articles id=:id tag=:tag /posts/:tag/:id 301
            /store id=7 /seven 301
            /store id=:id /blog/:id 301
            /search /find?from=old

            # Order: the first rule that matches wins, plain or not
            /order/first       /one
            /order/*           /any
            /order/second      /never
            /blog/existing     /shadowed
            /blog/forced       /forced-target  301!
            /blog/forced-rewrite /blog/my-post 200!

            # Countries and languages
            /country           /anz     302  Country=au,nz
            /country           /world   302
            /china/*           /zh-cn/:splat  302  Language=zh
            /language          /en      302  Language=en
            /language          /de      302  Language=de

            # Hosts
            http://site.localhost/hosted    /this-host
            http://other.localhost/hosted   /other-host
            https://site.localhost/secure   /is-secure

            # A forward rule takes paths out of the rules after it
            /app/static/*      200
            /app/*             /blog/my-post  200
            """;

    @BeforeAll
    static void deploy() {
        server.deploy("site", Map.ofEntries(
                Map.entry("index.html", "home"),
                Map.entry("blog/my-post.html", "my post"),
                Map.entry("blog/existing.html", "existing"),
                Map.entry("blog/forced.html", "forced away"),
                Map.entry("blog/forced-rewrite.html", "forced away"),
                Map.entry("store-closed.html", "closed"),
                Map.entry("app/static/a.js", "js"),
                Map.entry("404.html", "missing"),
                Map.entry("_redirects", RULES)));
    }

    @ParameterizedTest
    @CsvSource({
        // "The default HTTP status code is 301"; "you can specify the HTTP status code".
        "/home, 301 /",
        "/blog/my-post.php, 301 /blog/my-post",
        "/cuties, 301 https://www.petsofnetlify.com/",
        "/temporary, 302 /blog/my-post",
        "/seeother, 303 /blog/my-post",
        "/kept, 307 /blog/my-post",
        "/forever, 308 /blog/my-post",
        "/rewritten, 200 my post",
        "/ecommerce, 404 closed",
        "/gone, 410 closed",
        "/law, 451 closed",
        // "Trailing slash": the rule matches paths whether or not they contain a slash at the end.
        "/home/, 301 /",
        "/old-news, 301 /blog/",
        "/order/first/, 301 /one",
        // "Splats": an asterisk matches anything that follows it.
        "/old-news/a/b.html, 301 /blog/a/b.html",
        "/old-news/a%20b/%C3%BC, 301 /blog/a%20b/%C3%BC",
        "/proxied/my-post, 200 my post",
        "/proxied/none, 404 missing",
        // "Placeholders".
        "/dated/02/12/2004/my-story, 301 /news/2004/02/12/my-story",
        "/dated/02/12/2004/, 404 missing",
        "/users/7, 301 /profile?user=7",
        "/users/a%26b%3Dc, 301 /profile?user=a%26b%3Dc",
        "/users/7/x, 404 missing",
        "/caf%C3%A9/soup, 301 /menu/soup",
        // "Query parameters": they are passed on, unless the destination names its own.
        "/home?q=1&r=%2F, 301 /?q=1&r=%2F",
        "/cuties?a=b, 301 https://www.petsofnetlify.com/?a=b",
        "/search?q=1, 301 /find?from=old",
        "/path/x?param1=a&param2=b, 301 /otherpath/a/b/x",
        "/path/x?param2=b&param1=a&more=c, 301 /otherpath/a/b/x?more=c",
        "/path/x?param1=a, 301 /otherpath/a/x",
        "/path/x?param2=b, 301 /otherpath/x?param2=b",
        "/articles?tag=t&id=1, 301 /posts/t/1",
        "/articles?id=1, 404 missing",
        "/store?id=7, 301 /seven",
        "/store?id=my-post, 301 /blog/my-post",
        "/store, 404 missing",
        // "Rule processing order" and "Shadowing".
        "/order/first, 301 /one",
        "/order/second, 301 /any",
        "/blog/existing, 200 existing",
        "/blog/forced, 301 /forced-target",
        "/blog/forced-rewrite, 200 my post",
        "/blog/forced.html, 308 /blog/forced",
        // "Domain-level redirects".
        "/hosted, 301 /this-host",
        "/secure, 404 missing",
        // Rules without a destination.
        "/app/route, 200 my post",
        "/app/static/a.js, 200 js",
        "/app/static/b.js, 404 missing"
    })
    void each_rule_does_what_is_documented(String path, String expected) {
        assertThat(told(server.get("site", path))).isEqualTo(expected);
        HttpResponse<String> below = server.control("GET", "/~site" + path, "", "");
        if (!path.equals("/hosted") && !path.equals("/secure")) {
            String prefixed = expected.startsWith("3") ? expected.replaceFirst(" /", " /~site/") : expected;
            assertThat(told(below)).as("on a server without names").isEqualTo(prefixed);
        }
    }

    @Test
    void a_status_without_its_page_has_a_page_of_ours() {
        HttpResponse<String> gone = server.get("site", "/nopage");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("removed");
    }

    @Test
    void countries_and_languages_choose() {
        assertThat(told(server.get("site", "/country", "CF-IPCountry", "NZ"))).isEqualTo("302 /anz");
        assertThat(told(server.get("site", "/country", "CF-IPCountry", "US"))).isEqualTo("302 /world");
        assertThat(told(server.get("site", "/country"))).isEqualTo("302 /world");
        assertThat(told(server.get("site", "/country", "Cookie", "nf_country=au"))).isEqualTo("302 /anz");
        assertThat(told(server.get("site", "/china/x", "Accept-Language", "zh-TW,en;q=0.5"))).isEqualTo("302 /zh-cn/x");
        assertThat(told(server.get("site", "/language", "Accept-Language", "fr;q=0.1, de;q=0.9, en;q=0.5"))).isEqualTo("302 /de");
        assertThat(told(server.get("site", "/language", "Cookie", "nf_lang=en", "Accept-Language", "de"))).isEqualTo("302 /en");
        HttpResponse<String> other = server.get("site", "/language", "Accept-Language", "fr");
        assertThat(told(other)).isEqualTo("404 missing");
        for (HttpResponse<String> answer : List.of(other, server.get("site", "/language", "Accept-Language", "de"))) {
            assertThat(answer.headers().allValues("vary")).contains("Accept-Language");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/root//evil.example, 301 /evil.example",
        "/root///evil.example/%2e, 400",
        "/old-news//evil.example, 301 /blog//evil.example",
        "/root/%5cevil.example, 400",
        "/root/%0d%0aX: y, 400",
        "/host/@evil.example, 301 https://example.org/@evil.example",
        "/root/%3Fx%23y, 301 /%3Fx%23y"
    })
    void what_is_put_in_can_not_lead_elsewhere(String path, String expected) throws Exception {
        String answer = RawRequest.answer(server, "site", "GET", path.replace(" ", ""));
        String status = answer.substring(9, 12);
        String location = answer.contains("\r\nLocation: ") ? " " + answer.replaceFirst("(?s).*\r\nLocation: ([^\r]*).*", "$1") : "";
        assertThat(status + location).isEqualTo(expected);
    }

    @Nested
    class A_deploy {

        @Test
        void with_a_mistake_is_refused_with_its_line() {
            server.deploy("kept", Map.of("index.html", "kept"));
            HttpResponse<String> refused = server.upload("kept", TestServer.zip(Map.of(
                    "index.html", "new", "_redirects", "/a /b\n\n# fine\n/c /d 999\n/e\n")));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("_redirects:4").contains("_redirects:5").contains("999").doesNotContain("_redirects:1");
            assertThat(server.get("kept", "/").body()).isEqualTo("kept");
        }

        @ParameterizedTest
        @CsvSource({
            "/a /a",
            "/a/ /a",
            "'/a /b\n/b /a'",
            "'/a /b\n/b /c\n/c /d\n/d /a'",
            "/* /new/:splat",
            "/* /",
            "/:x/:y /:y/:x",
            "/blog /blog.html 301!",
            "/docs/* /docs/index.html 302!"
        })
        void with_a_loop_is_refused(String rules) {
            HttpResponse<String> refused = server.upload("loops", TestServer.zip(Map.of(
                    "blog.html", "blog", "docs/index.html", "docs", "_redirects", rules)));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("_redirects:1").contains("leads back to itself");
        }

        @ParameterizedTest
        @CsvSource({
            "/* /index.html 200",
            "/* /index.html 302",
            "'/a /b\n/b /c'",
            "'/ /en/ 302 Language=en\n/en/ / 302 Language=de'",
            "/old/* /:splat",
            "/a https://example.org/a",
            "http://www.example.org/* https://www.example.org/:splat 301!",
            "/blog /blog/ 301"
        })
        void that_leads_somewhere_is_taken(String rules) {
            Map<String, String> files = new LinkedHashMap<>(Map.of("index.html", "home", "en/index.html", "en", "_redirects", rules));
            if (rules.startsWith("/blog")) {
                files.put("blog/index.html", "blog");
            }
            assertThat(server.upload("straight", TestServer.zip(files)).statusCode()).isEqualTo(200);
        }

        @Test
        void has_at_most_2000_plain_and_100_open_rules() {
            StringBuilder rules = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                rules.append("/p%d /to%d\n".formatted(i, i));
            }
            for (int i = 0; i < 100; i++) {
                rules.append("/d%d/* /to%d/:splat\n".formatted(i, i));
            }
            assertThat(server.upload("full", TestServer.zip(Map.of("_redirects", rules.toString()))).statusCode()).isEqualTo(200);
            assertThat(told(server.get("full", "/p1999"))).isEqualTo("301 /to1999");
            assertThat(told(server.get("full", "/d99/x"))).isEqualTo("301 /to99/x");
            HttpResponse<String> plain = server.upload("full", TestServer.zip(Map.of("_redirects", rules + "/one /more")));
            assertThat(plain.statusCode()).isEqualTo(422);
            assertThat(plain.body()).contains("_redirects:2101");
            HttpResponse<String> open = server.upload("full", TestServer.zip(Map.of("_redirects", rules + "/one/* /more")));
            assertThat(open.statusCode()).isEqualTo(422);
        }
    }
}
