package dev.fazt.plugin.sites.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "/%", "/%4", "/%zz", "/a%2fb", "/a%2Fb", "/a%5cb", "/a\\b", "/%00", "/%0a", "/..", "/a/../b", "/%2e%2e/x",
                "/.%2e/x", "/./x", "/a/.", "/%ff", "/%c0%af", "/%c0%ae%c0%ae/x", "/\u00e9", "/%+1"
            })
    void a_path_that_could_mislead_is_refused(String raw) {
        assertThat(SitePath.decode(raw)).isEmpty();
    }

    @Test
    void a_path_that_is_too_long_is_refused() {
        assertThat(SitePath.decode("/" + "x".repeat(5_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a%20b, /a b",
        "/caf%C3%A9, /caf\u00e9",
        "/cafe%CC%81, /caf\u00e9",
        "/%252e%252e/x, /%2e%2e/x",
        "/.well-known/x, /.well-known/x",
        "/..a/...,/..a/...",
        "/a+b, /a+b",
        "/end%41, /endA"
    })
    void other_paths_are_decoded_once(String raw, String path) {
        assertThat(SitePath.decode(raw)).contains(path);
    }

    @Test
    void encoding_is_the_inverse() {
        String path = "/a b/caf\u00e9/100%/x?y#z\"<";
        assertThat(SitePath.encode(path)).isEqualTo("/a%20b/caf%C3%A9/100%25/x%3Fy%23z%22%3C");
        assertThat(SitePath.decode(SitePath.encode(path))).contains(path);
    }
}
