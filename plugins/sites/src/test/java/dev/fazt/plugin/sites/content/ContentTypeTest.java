package dev.fazt.plugin.sites.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html; charset=utf-8, true",
        "a/b/Logo.SVG, image/svg+xml, true",
        "app.mjs, text/javascript; charset=utf-8, true",
        "photo.jpeg, image/jpeg, false",
        "data.json, application/json, true",
        "lib.wasm, application/wasm, true",
        ".well-known/apple-app-site-association, application/json, true",
        "v1.2/LICENSE, application/octet-stream, false",
        "unknown.qqq, application/octet-stream, false",
    })
    void a_name_tells_the_type(String path, String type, boolean compressible) {
        assertThat(ContentType.of(path).value()).isEqualTo(type);
        assertThat(ContentType.of(path).compressible()).isEqualTo(compressible);
        assertThat(ContentType.of(path).header().values()).isEqualTo(type);
    }
}
