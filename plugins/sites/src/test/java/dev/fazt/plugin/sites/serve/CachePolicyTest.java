package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.plugin.sites.content.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.3f2a9c1b.js", "assets/index-BqX3a9Lk.js", "main.4QTKJ2VJ.css", "chunk.3f2a9c1b.js.map",
                "a/font-0a1b2c3d4e5f60718293.woff2"
            })
    void a_name_with_a_hash_never_changes(String path) {
        assertThat(CachePolicy.of(path, ContentType.of(path))).isEqualTo(CachePolicy.IMMUTABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.js", "photo-20231105.jpg", "DSC-IMG20231.jpg", "report-Chapter1.pdf", "my-javascript.js", "jquery-3.7.1.min.js",
                "pic-1920x1080.png", "x-MyFile01.png", "3f2a9c1b.js/readme.txt"
            })
    void a_word_a_date_or_a_version_is_no_hash(String path) {
        assertThat(CachePolicy.of(path, ContentType.of(path))).isEqualTo(CachePolicy.SHORT);
    }

    @Test
    void pages_are_always_asked_for() {
        assertThat(CachePolicy.of("a.3f2a9c1b.html", ContentType.of("a.3f2a9c1b.html"))).isEqualTo(CachePolicy.REVALIDATE);
    }
}
