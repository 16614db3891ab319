package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows what a command knows of a server that it has met before. */
final class KnownOperationsTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TypedCommands commands;

    @BeforeEach
    void sitDown() {
        commands = new TypedCommands(folder);
    }

    private List<Path> caches() throws IOException {
        Path cache = folder.resolve("cache");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Nested
    final class While_the_server_is_away {
        @BeforeEach
        void meetAndPart() {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                commands.run("forms", "--help");
            }
        }

        @Test
        void help_says_what_it_said() {
            assertThat(commands.run("--help").out()).contains("forms", "token");
            assertThat(commands.run("forms", "export", "--help").out()).contains("SITE");
        }

        @Test
        void words_are_completed() {
            assertThat(commands.run("__complete", "forms", "exp").out()).startsWith("export\t");
        }

        @Test
        void a_command_exits_with_3() {
            assertThat(commands.run("forms", "list", "blog").exitCode()).isEqualTo(ExitCode.NO_SERVER);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{", "[]", "{\"etag\":1}", "\0\0\0", "{\"etag\":\"x\",\"asked\":1,\"list\":[]}"})
        void a_damaged_cache_is_as_none(String content) throws IOException {
            for (Path cache : caches()) {
                Files.writeString(cache, content);
            }
            Result help = commands.run("--help");
            assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(help.out()).doesNotContain("forms");
            assertThat(help.err()).isEmpty();
        }
    }

    @Test
    void what_a_server_listed_is_kept_once_for_each_user_and_readable_by_them_alone() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            commands.run("site", "list");
            commands.run("site", "list");
            assertThat(caches()).hasSize(1);
            assertThat(Files.getPosixFilePermissions(caches().getFirst())).hasSize(2);
            commands.run("site", "list", "--server", server.url(), "--token", server.token("docs:read"));
            assertThat(caches()).hasSize(2);
        }
    }

    @Test
    void an_operation_that_has_gone_gets_a_clear_answer() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.port()).isPositive();
            assertThat(commands.run("forms", "list", "nowhere").err()).doesNotContain("any more");
        }
        Path fewer = TestServer.pluginsWithout(folder.resolve("plugins"), "forms");
        try (TestServer server = TestServer.start(Files.createDirectory(folder.resolve("second")), fewer)) {
            assertThat(server.port()).isPositive();
            // The same data file, as the cache sees it: a server whose plugin was removed since.
            commands.environment().put("FAZT_DB", server.database().toString());
            Path kept = caches().getFirst();
            commands.run("docs", "--help");
            for (Path cache : caches()) {
                Files.copy(kept, cache, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            Result gone = commands.run("forms", "list", "blog");
            assertThat(gone.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(gone.err()).contains("no operations of 'forms' any more", "fazt plugin list");
        }
    }
}
