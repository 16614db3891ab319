package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageViewRuleTest {

    @ParameterizedTest(name = "{0} {1} {2} {3} [{4}] is a view: {5}")
    @CsvSource(
            delimiter = '|',
            textBlock = """
            GET  | 200 | /            | text/html; charset=utf-8 |                                  | true
            GET  | 200 | /about       | text/html                | Sec-Fetch-Dest: document         | true
            GET  | 200 | /x           | TEXT/HTML;charset=utf-8  |                                  | true
            GET  | 200 | /x           | application/xhtml+xml    |                                  | true
            HEAD | 200 | /            | text/html                |                                  | false
            POST | 200 | /            | text/html                |                                  | false
            GET  | 404 | /gone        | text/html                |                                  | false
            GET  | 301 | /old         | text/html                |                                  | false
            GET  | 206 | /            | text/html                |                                  | false
            GET  | 500 | /            | text/html                |                                  | false
            GET  | 200 | /app.js      | text/javascript          |                                  | false
            GET  | 200 | /style.css   | text/css                 | Accept: text/html                | false
            GET  | 200 | /data        | application/json         |                                  | false
            GET  | 200 | /            | text/html-fragment       |                                  | false
            GET  | 200 | /            |                          |                                  | false
            GET  | 200 | /            | text/html                | Sec-Fetch-Dest: iframe           | false
            GET  | 200 | /part        | text/html                | Sec-Fetch-Dest: empty            | false
            GET  | 200 | /            | text/html                | Sec-Purpose: prefetch;prerender  | false
            GET  | 200 | /            | text/html                | Purpose: prefetch                | false
            GET  | 200 | /            | text/html                | X-Moz: prefetch                  | false
            GET  | 304 | /            |                          |                                  | true
            GET  | 304 | /docs/       |                          | Sec-Fetch-Dest: document         | true
            GET  | 304 | /a/page.html |                          |                                  | true
            GET  | 304 | /docs/v1.2   |                          |                                  | true
            GET  | 304 | /app.js      |                          |                                  | false
            GET  | 304 | /logo.png    |                          | Accept: text/html,image/avif     | false
            GET  | 304 | /data        |                          | Accept: application/json         | false
            GET  | 304 | /data        |                          | Sec-Fetch-Dest: empty            | false
            GET  | 304 | /about       | text/html                |                                  | true
            GET  | 304 | /about       | text/css                 |                                  | false
            """)
    void decides(String method, int status, String path, String contentType, String header, boolean view) {
        var request = headers(header);
        var response = WritableHeaders.create();
        if (contentType != null) {
            response.set(HeaderNames.CONTENT_TYPE, contentType);
        }
        assertThat(PageViewRule.isView(method, status, path, request, response)).isEqualTo(view);
    }

    @ParameterizedTest
    @CsvSource({"Sec-GPC: 1, true", "DNT: 1, true", "Sec-GPC: 0, false", "DNT: 0, false", ", false"})
    void honours_the_wish_not_to_be_tracked(String header, boolean privacy) {
        assertThat(PageViewRule.asksForPrivacy(headers(header))).isEqualTo(privacy);
    }

    private static WritableHeaders<?> headers(String header) {
        WritableHeaders<?> headers = WritableHeaders.create();
        if (header != null) {
            int colon = header.indexOf(':');
            headers.set(
                    HeaderNames.create(header.substring(0, colon)),
                    header.substring(colon + 1).strip());
        }
        return headers;
    }
}
