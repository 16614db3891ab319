package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completes lines as they are typed, also in a real bash. */
final class CompletionTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TypedCommands commands;

    @BeforeEach
    void sitDown() {
        commands = new TypedCommands(folder);
    }

    private List<String> complete(String line) {
        String[] words = ("__complete " + line).split(" ", -1);
        return commands.run(words).out().lines().map(candidate -> candidate.split("\t", -1)[0]).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ser            | server",
                "server sta     | start status",
                "server start --p | --plugins --port",
                "--output       | --output",
                "--output t     | table",
                "server status --output= | csv json table",
                "server status --output = j | json",
                "--db x remote a | add",
                "completion z   | zsh",
                "no such        | ''"
            })
    void what_is_built_in_is_completed_without_a_server(String line, String expected) {
        assertThat(String.join(" ", complete(line))).isEqualTo(expected.replace("'", ""));
    }

    @Test
    void remotes_are_completed_as_servers() {
        commands.run("remote", "add", "prod", "https://admin.example.org");
        assertThat(complete("--server p")).containsExactly("prod");
    }

    @Test
    void operations_of_plugins_are_completed_with_their_options_and_a_word_about_them() {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.port()).isPositive();
            assertThat(complete("fo")).containsExactly("forms");
            assertThat(complete("forms ex")).containsExactly("export");
            assertThat(complete("token create --exp")).containsExactly("--expires-in-days");
            assertThat(complete("site prune --")).contains("--yes", "--dry-run", "--keep");
            assertThat(commands.run("__complete", "forms", "ex").out()).matches("export\t\\S.*\\R");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void each_shell_gets_a_script(String shell) {
        assertThat(commands.run("completion", shell).out()).contains("__complete", "fazt");
    }

    @Test
    void a_real_bash_completes_an_operation_of_a_plugin() throws Exception {
        Path script = Files.writeString(folder.resolve("fazt.bash"), commands.run("completion", "bash").out());
        Path program = program();
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.port()).isPositive();
            assertThat(bash(script, program, "forms", "exp")).containsExactly("export");
            assertThat(bash(script, program, "server", "status", "--output", "=", "j")).containsExactly("json");
            assertThat(bash(script, program, "si")).containsExactly("site");
        }
    }

    /** Makes a program of the class path of this test, called fazt. */
    private Path program() throws IOException {
        Path program = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("fazt"),
                "#!/bin/sh\nexec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** Lets bash complete the last of the words, as it does when TAB is pressed. */
    private List<String> bash(Path script, Path program, String... words) throws Exception {
        String line = "source '%s'; COMP_WORDS=(fazt \"$@\"); COMP_CWORD=$#; _fazt; printf '%%s\\n' \"${COMPREPLY[@]}\""
                .formatted(script);
        List<String> command = new java.util.ArrayList<>(List.of("bash", "--norc", "-c", line, "bash"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("FAZT_"));
        environment.putAll(commands.environment());
        environment.merge("PATH", program.resolveSibling("").toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines().toList();
    }
}
