package dev.fazt.plugin.sites.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveEntryNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd", "../x", "a/../../x", "a/..", "..", "a\\b", "..\\x", "C:/x", "c:x", "a\0b", "a\nb", "\u007f"
            })
    void a_name_that_is_not_safe_is_refused(String name) {
        assertThatThrownBy(() -> ArchiveEntryName.parse(name))
                .isInstanceOf(FaztException.class)
                .message()
                .startsWith("the archive is refused: entry '")
                .doesNotContain("\n", "\0");
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, index.html, true",
        "./a//b.txt, a/b.txt, true",
        "a/.../b, a/.../b, false",
        "a..b/c, a..b/c, true",
        "docs/, docs, false",
        ".env, .env, false",
        "a/.git/config, a/.git/config, false",
        ".well-known/security.txt, .well-known/security.txt, true",
        ".well-known/.secret, .well-known/.secret, false",
        "node_modules/x.js, node_modules/x.js, false",
        "a/node_modules/x.js, a/node_modules/x.js, false",
        "my_node_modules/x.js, my_node_modules/x.js, true",
        "__MACOSX/._index.html, __MACOSX/._index.html, false",
    })
    void a_safe_name_is_normalised_and_sorted_out(String name, String path, boolean deployed) {
        ArchiveEntryName entry = ArchiveEntryName.parse(name);
        assertThat(entry.path()).isEqualTo(path);
        assertThat(entry.deployed()).isEqualTo(deployed);
    }

    @Test
    void both_spellings_of_an_accent_are_one_path() {
        assertThat(ArchiveEntryName.parse("cafe\u0301.html").path()).isEqualTo("caf\u00e9.html");
    }
}
