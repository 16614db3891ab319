package dev.fazt.host.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the table of the operator's page against the declarations. */
final class OperatorPageTest {

    @Test
    void the_table_has_one_row_for_each_key_and_says_what_the_declaration_says() throws IOException {
        List<String> rows;
        try (var lines = Files.lines(Path.of("README.md"))) {
            rows = lines.filter(line -> line.startsWith("| `")).toList();
        }
        assertThat(rows)
                .containsExactlyElementsOf(Keys.ALL.stream()
                        .map(key -> "| `%s` | `%s` | %s |".formatted(key.name(), key.fallback(), key.description()))
                        .toList());
    }

    @Test
    void every_key_has_a_name_and_a_variable_of_its_own() {
        assertThat(Keys.ALL).extracting(key -> key.name()).doesNotHaveDuplicates().allMatch(name ->
                name.matches("[a-z]+\\.[a-z]+(-[a-z]+)*"));
        assertThat(Keys.ALL).extracting(key -> key.variable()).doesNotHaveDuplicates();
    }
}
