package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock = """
            https://www.Example.org:8080/a/b?x=1#top ; example.org ; /a/b   ; x=1
            http://example.org                       ; example.org ; /      ; ''
            http://example.org?utm_source=x          ; example.org ; /      ; utm_source=x
            https://user:secret@example.org/         ; example.org ; /      ; ''
            http://[::1]:8080/x                      ; [::1]       ; /x     ; ''
            /blog/a|b?q=http://other.org             ; ''          ; /blog/a|b ; q=http://other.org
            """)
    void takes_an_address_apart(String text, String host, String path, String query) {
        assertThat(PageUrl.parse(text)).contains(new PageUrl(host, path, query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "about:blank", "android-app://com.example", "file:///etc/passwd", "javascript:alert(1)", "http:///x"})
    void refuses_what_is_no_address_on_the_web(String text) {
        assertThat(PageUrl.parse(text)).isEmpty();
    }

    @Test
    void reads_the_campaign_and_nothing_else_of_a_query() {
        assertThat(Campaign.of("token=secret&utm_source=news%20letter&utm_medium=email&utm_campaign=%zz"))
                .isEqualTo(new Campaign("news letter", "email", "%zz"));
        assertThat(Campaign.of("ref=a&xutm_source=b")).isEqualTo(new Campaign("a", null, null));
        assertThat(Campaign.of("utm_source=&utm_medium")).isEqualTo(new Campaign(null, null, null));
    }
}
