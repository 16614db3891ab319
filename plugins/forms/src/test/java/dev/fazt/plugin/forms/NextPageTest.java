package dev.fazt.plugin.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextPageTest {
    private static final String HOST = "blog.example.org:8080";
    private final AllowedOrigins origins = new AllowedOrigins(List.of("https://shop.example.com", "*"));

    @ParameterizedTest
    @CsvSource({
        "/thanks, /thanks",
        "/, /",
        "/a/../b?x=1&y=%20#z, /a/../b?x=1&y=%20#z",
        "/danke schön, /danke%20sch%C3%B6n",
        "/a?to=//evil.example, /a?to=//evil.example",
        "http://blog.example.org:8080/x, http://blog.example.org:8080/x",
        "HTTPS://Shop.Example.com/x, HTTPS://Shop.Example.com/x",
        "https://shop.example.com:443, https://shop.example.com:443",
    })
    void leadsWithinTheSiteOrToAnAllowedOrigin(String next, String location) {
        assertThat(NextPage.ofVisitor(next, origins, HOST, "")).contains(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thanks",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "/a\\b",
                "\\\\evil.example",
                "/\t/evil.example",
                "\t//evil.example",
                " /thanks",
                "/a\r\nSet-Cookie: x=1",
                "/a\nb",
                "/a\0b",
                "/\u0085b",
                "https://evil.example",
                "https://shop.example.com.evil.example/",
                "https://shop.example.com@evil.example/",
                "https://evil.example\\@shop.example.com/",
                "http://shop.example.com/",
                "https://shop.example.com:8443/",
                "https:shop.example.com",
                "https:///x",
                "http://blog.example.org:8081/",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://shop.example.com/",
                "*",
            })
    void leadsNowhereElse(String next) {
        assertThat(NextPage.ofVisitor(next, origins, HOST, "")).isEmpty();
    }

    @Test
    void isNoLongerThanALocationMayBe() {
        assertThat(NextPage.ofVisitor("/" + "x".repeat(2_048), origins, HOST, "")).isEmpty();
    }

    @Test
    void staysUnderThePathOfTheSite() {
        assertThat(NextPage.ofVisitor("/thanks", origins, HOST, "/~blog")).contains("/~blog/thanks");
        assertThat(NextPage.location("/thanks", "/~blog")).isEqualTo("/~blog/thanks");
        assertThat(NextPage.location("https://example.org/x", "/~blog")).isEqualTo("https://example.org/x");
    }

    @Test
    void mayBeAnywhereOnTheWebWhenTheOwnerSetsIt() {
        assertThat(NextPage.ofOwner("https://anywhere.example/x")).isPresent();
        assertThat(NextPage.ofOwner("/x")).isPresent();
        assertThat(NextPage.ofOwner("javascript:alert(1)")).isEmpty();
        assertThat(NextPage.ofOwner("//x")).isEmpty();
    }
}
