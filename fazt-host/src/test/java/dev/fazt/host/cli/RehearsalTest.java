package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher takes a rehearsal that fails for one that can not be held here, so that it has to be seen to succeed here. */
final class RehearsalTest {
    @Nested
    final class A_rehearsal {
        @ParameterizedTest
        @ValueSource(strings = {"server", "command"})
        void succeeds_and_leaves_nothing_behind(String scene) throws IOException {
            List<Path> before = rehearsals();
            assertThatCode(() -> Rehearsal.main(new String[] {scene})).doesNotThrowAnyException();
            assertThat(rehearsals()).isEqualTo(before);
        }

        private static List<Path> rehearsals() throws IOException {
            try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                return files.filter(file -> file.getFileName().toString().startsWith("fazt-rehearsal"))
                        .sorted()
                        .toList();
            }
        }
    }
}
