package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows what of a folder is deployed. */
final class SiteFolderTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void dot_files_and_node_modules_stay_behind_but_well_known_does_not() throws IOException {
        write("index.html", ".env", ".git/config", "node_modules/x/index.js", ".well-known/security.txt", "a/.hidden", "a/b.css");
        assertThat(SiteFolder.scan(folder).files())
                .extracting(SiteFolder.File::path)
                .containsExactly(".well-known/security.txt", "a/b.css", "index.html");
    }

    @Test
    void the_ignore_file_is_followed() throws IOException {
        write("index.html", "notes.md", "readme.md", "drafts/a.html", "drafts/b.html");
        Files.writeString(folder.resolve(".faztignore"), "# not public\n*.md\n!readme.md\ndrafts/\n!drafts/a.html\n");
        assertThat(SiteFolder.scan(folder).files())
                .extracting(SiteFolder.File::path)
                .containsExactly("index.html", "readme.md");
    }

    @Test
    void what_the_settings_ignore_stays_behind_but_not_the_instructions() throws IOException {
        write("index.html", "a.js", "a.js.map", "drafts/a.html", "_headers", "[x].txt", "x.txt");
        Files.writeString(folder.resolve("fazt.json"), "{\"ignore\": [\"*.map\", \"/drafts/\", \"_*\", \"*.json\", \"[x].txt\"]}");
        assertThat(SiteFolder.scan(folder).files())
                .extracting(SiteFolder.File::path)
                .containsExactly("_headers", "a.js", "fazt.json", "index.html", "x.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"ignore\": 7}", "{\"ignore\": [7, null, \" \"]}", "\u0000", ""})
    void settings_that_can_not_be_read_are_left_to_the_server(String settings) throws IOException {
        write("index.html");
        Files.writeString(folder.resolve("fazt.json"), settings);
        assertThat(SiteFolder.scan(folder).files()).hasSize(2);
    }

    @Test
    void an_ignore_file_that_is_no_text_is_refused() throws IOException {
        write("index.html");
        Files.write(folder.resolve(".faztignore"), new byte[] {'a', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> SiteFolder.scan(folder)).hasMessageContaining("'.faztignore' is not UTF-8");
        Files.write(folder.resolve(".faztignore"), new byte[300 << 10]);
        assertThatThrownBy(() -> SiteFolder.scan(folder)).hasMessageContaining("longer than 256 KiB");
    }

    @Test
    void a_symbolic_link_is_refused_by_name() throws IOException {
        write("index.html");
        Path target = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("passwords"), target);
        assertThatThrownBy(() -> SiteFolder.scan(folder)).hasMessageStartingWith("passwords is a symbolic link");
    }

    @Test
    void a_name_that_can_not_be_read_is_refused_rather_than_changed() throws IOException {
        write("index.html", "a\ufffdb.txt");
        assertThatThrownBy(() -> SiteFolder.scan(folder)).hasMessageContaining("has a name that is not UTF-8");
    }

    @Test
    void an_empty_folder_is_refused() {
        assertThatThrownBy(() -> SiteFolder.scan(folder)).hasMessageStartingWith("there is nothing to deploy");
    }

    private void write(String... paths) throws IOException {
        for (String path : paths) {
            Path file = folder.resolve(path);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, path);
        }
    }
}
