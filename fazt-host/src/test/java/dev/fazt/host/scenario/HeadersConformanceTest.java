package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks {@code _headers} against what is documented: https://developers.cloudflare.com/pages/configuration/headers/ (splats,
 * placeholders, joining, detaching) and https://docs.netlify.com/routing/headers/ (syntax, multi-value headers, refused names).
 */
class HeadersConformanceTest extends ConformanceTest {
    private static final String RULES = """
            # This is a comment
            /secure/page
              X-Frame-Options: DENY
              X-Content-Type-Options: nosniff
              Referrer-Policy: no-referrer

            /static/*
              Access-Control-Allow-Origin: *
              X-Robots-Tag: nosnippet

            /static/page
              X-Robots-Tag: noindex
              ! Access-Control-Allow-Origin

            http://site.localhost/hosted
              X-Host: ours
            http://other.localhost/hosted
              X-Host: theirs

            /movies/:title
              x-movie-name: You are watching ":title"
            /folder/*
              X-File: :splat
            /*.jpg
              X-Image: yes

            /multi
            \tcache-control: max-age=0
            \tcache-control: no-cache
            \tcache-control: must-revalidate
              Link: </a.css>; rel=preload
              Link: </b.css>; rel=preload
              Set-Cookie: a=1
              Set-Cookie: b=2
              Content-Type: text/x-special
              Vary: Cookie

            /bare
              ! X-Content-Type-Options
              ! Referrer-Policy
              ! Cache-Control
            """;

    @BeforeAll
    static void deploy() {
        server.deploy("site", Map.ofEntries(
                Map.entry("index.html", "home"),
                Map.entry("secure/page.html", "secure"),
                Map.entry("static/page.html", "page"),
                Map.entry("static/a.js", "js"),
                Map.entry("hosted.html", "hosted"),
                Map.entry("movies/alien.html", "alien"),
                Map.entry("folder/a b.txt", "text"),
                Map.entry("image.jpg", "jpg"),
                Map.entry("multi.html", "m".repeat(4_000)),
                Map.entry("bare.html", "bare"),
                Map.entry("404.html", "missing"),
                Map.entry("_redirects", "/rewritten /static/page 200\n/led /static/page 302"),
                Map.entry("_headers", RULES)));
        server.deploy("local", Map.of("multi.html", "m", "_headers", "/multi\n  X-One: 1\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/secure/page | x-frame-options | DENY",
                "/secure/page | referrer-policy | no-referrer",
                "/secure/page | x-content-type-options | nosniff",
                "/static/a.js | access-control-allow-origin | *",
                "/static/a.js | x-robots-tag | nosnippet",
                "/static/page | x-robots-tag | nosnippet, noindex",
                "/static/page | access-control-allow-origin |",
                "/static/none | access-control-allow-origin | *",
                "/rewritten | x-robots-tag |",
                "/led | x-robots-tag |",
                "/hosted | x-host | ours",
                "/movies/alien | x-movie-name | You are watching \"alien\"",
                "/folder/a%20b.txt | x-file | a%20b.txt",
                "/image.jpg | x-image | yes",
                "/ | x-image |",
                "/multi | cache-control | max-age=0, no-cache, must-revalidate",
                "/multi | link | </a.css>; rel=preload, </b.css>; rel=preload",
                "/multi | content-type | text/x-special",
                "/bare | x-content-type-options |",
                "/bare | referrer-policy |",
                "/bare | cache-control |",
                "/ | referrer-policy | strict-origin-when-cross-origin"
            })
    void each_rule_does_what_is_documented(String path, String name, String value) {
        HttpResponse<String> answer = server.get("site", path);
        assertThat(String.join(", ", answer.headers().allValues(name))).isEqualTo(value == null ? "" : value);
        HttpResponse<String> head = server.site("site", "HEAD", path, "", "");
        assertThat(head.headers().allValues(name)).isEqualTo(answer.headers().allValues(name));
    }

    @Test
    void cookies_are_not_joined_and_vary_is_not_replaced() {
        HttpResponse<String> multi = server.get("site", "/multi", "Accept-Encoding", "gzip");
        assertThat(multi.headers().allValues("set-cookie")).containsExactlyInAnyOrder("a=1", "b=2");
        assertThat(String.join(", ", multi.headers().allValues("vary"))).contains("Accept-Encoding").contains("Cookie");
        assertThat(multi.headers().firstValue("content-encoding")).isPresent();
    }

    @Test
    void a_304_and_a_part_have_them_too() {
        HttpResponse<String> page = server.get("local", "/multi");
        assertThat(page.headers().firstValue("x-one")).contains("1");
        String etag = page.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = server.get("local", "/multi", "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.headers().firstValue("x-one")).contains("1");
        assertThat(server.get("local", "/multi", "Range", "bytes=0-0").headers().firstValue("x-one")).contains("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_headers", "/_redirects", "/fazt.json"})
    void the_instructions_are_never_served(String path) {
        server.deploy("hidden", Map.of("index.html", "x", "_headers", "/*", "_redirects", "/a /b", "fazt.json", "{}"));
        assertThat(server.get("hidden", path).statusCode()).isEqualTo(404);
        server.deploy("hidden", Map.of("index.html", "x", "fazt.json", "{\"redirects\": [{\"from\": \"/*\", \"to\": \"" + path + "\", \"status\": 200}]}"));
        assertThat(server.get("hidden", "/x").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'X-A: 1' | _headers:1 | neither a path",
                "'  X-A: 1' | _headers:1 | a line with a path before it",
                "'/*\n  X-A' | _headers:2 | write 'Name: value'",
                "'/*\n\n  X-A:' | _headers:3 | no value",
                "'/*\n  : x' | _headers:2 | is not a header",
                "'/*\n  X A: x' | _headers:2 | not the name of a header",
                "'/*\n  Content-Length: 5' | _headers:2 | the server's own",
                "'/*\n  Transfer-Encoding: chunked' | _headers:2 | the server's own",
                "'/*\n  ! Content-Encoding' | _headers:2 | the server's own",
                "'/*\n  Basic-Auth: a:b' | _headers:2 | fazt site protect",
                "'/*\n  X-A: caf\u00e9' | _headers:2 | beyond ASCII",
                "'/a/*/b/*\n  X-A: 1' | _headers:1 | more than one",
                "'/a/../b\n  X-A: 1' | _headers:1 | can not be a path",
                "'/:1\n  X-A: 1' | _headers:1 | bad name",
                "'https://*.example.org/*\n  X-A: 1' | _headers:1 | no plain host name"
            })
    void a_mistake_is_refused_with_its_line(String rules, String place, String reason) {
        HttpResponse<String> refused = server.upload("wrong", TestServer.zip(Map.of("index.html", "x", "_headers", rules)));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains(place).contains(reason);
    }

    @Test
    void there_are_at_most_100_blocks() {
        String hundred = "/a\n  X-A: 1\n".repeat(100);
        assertThat(server.upload("full", TestServer.zip(Map.of("_headers", hundred, "i.txt", "x"))).statusCode()).isEqualTo(200);
        assertThat(server.upload("full", TestServer.zip(Map.of("_headers", hundred + "/b\n  X-B: 1", "i.txt", "x"))).statusCode())
                .isEqualTo(422);
    }
}
