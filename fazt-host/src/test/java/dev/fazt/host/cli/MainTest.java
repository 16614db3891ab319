package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows commands as they are typed, against no server and against a real one. */
final class MainTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TypedCommands commands;

    @SuppressWarnings("NullAway.Init")
    private Map<String, String> environment;

    @BeforeEach
    void sitDown() {
        commands = new TypedCommands(folder);
        environment = commands.environment();
    }

    private Result fazt(String... arguments) {
        return commands.run(arguments);
    }

    @Nested
    final class Without_a_server {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--bogus",
                    "server",
                    "server start --prot 80",
                    "server start --port abc",
                    "server start --port -1",
                    "server start --port 65536",
                    "server start --server http://localhost",
                    "server status --output xml",
                    "server bogus",
                    "site deploy",
                    "site deploy nowhere",
                    "docs list --server localhost:8080",
                    "docs list --token-file nowhere --server http://localhost"
                })
        void a_wrong_command_line_is_told_in_one_line_and_exits_with_2(String line) {
            Result result = fazt(line.split(" ", -1));
            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("fazt: ").doesNotContain("Exception", "\tat ");
            assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
        }

        @Test
        void a_mistyped_option_is_recognised() {
            assertThat(fazt("server", "start", "--prot", "80").err()).contains("did you mean --port?");
        }

        @ParameterizedTest
        @ValueSource(strings = {"server status", "server stop", "docs list", "token list", "docs list --server http://127.0.0.1:1"})
        void what_needs_a_server_exits_with_3(String line) {
            assertThat(fazt(line.split(" ", -1)).exitCode()).isEqualTo(ExitCode.NO_SERVER);
        }

        @Test
        void help_works_and_lists_the_exit_codes() {
            Result result = fazt("--help");
            assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(result.out()).contains("Exit codes:", "no server is running or reachable");
        }

        @Test
        void a_junk_data_file_is_refused_in_one_line() throws IOException {
            Files.writeString(folder.resolve("data.db"), "this is no database, but long enough to have had a header ".repeat(20));
            Result result = fazt("server", "start", "--port", "0");
            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.startsWith("fazt: "));
        }
    }

    @Nested
    final class With_a_server {
        @Test
        void a_folder_is_deployed_and_the_deploys_are_listed() throws IOException {
            try (TestServer server = TestServer.start(folder)) {
                Path blog = Files.createDirectories(folder.resolve("blog"));
                Files.writeString(blog.resolve("index.html"), "<h1>hello</h1>");
                Result deploy = fazt("site", "deploy", blog.toString(), "--message", "first");
                assertThat(deploy).isEqualTo(new Result(
                        0, "http://blog.localhost:%d  deploy 1, 1 files, 1 sent%n".formatted(server.port()), ""));
                assertThat(server.get("blog", "/").body()).isEqualTo("<h1>hello</h1>");
                assertThat(fazt("site", "deploys", "blog").out()).contains("NUMBER", "first");
                assertThat(fazt("sites", "deploys", "blog", "--output", "json").out()).startsWith("{\"deploys\":[{");
            }
        }

        @Test
        void status_exits_with_0_and_names_the_plugins() {
            try (TestServer server = TestServer.start(folder)) {
                Result status = fazt("server", "status");
                assertThat(status.exitCode()).isEqualTo(ExitCode.OK);
                assertThat(status.out()).contains("port " + server.port(), "plugin sites");
                assertThat(fazt("server", "status", "--output=json").out()).startsWith("{\"running\":true");
            }
        }

        @Test
        void a_second_start_on_the_same_file_is_refused_with_the_process_of_the_first() {
            try (TestServer server = TestServer.start(folder)) {
                Result second = fazt("server", "start", "--port", "0", "--plugins", TestServer.bundledPlugins().toString());
                assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(second.err())
                        .contains("process " + ProcessHandle.current().pid(), "port " + server.port());
            }
        }

        @Test
        void the_operations_of_the_server_are_commands_with_help() {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.port()).isPositive();
                assertThat(fazt("--help").out()).contains("token", "forms");
                assertThat(fazt("token", "create", "--help").out()).contains("NAME SCOPES", "--expires-in-days");
                assertThat(fazt("bogus", "--help").exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(fazt("token", "create", "ci").exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(fazt("token", "create", "ci", "docs:read", "--expires-in-days=x").exitCode())
                        .isEqualTo(ExitCode.USAGE);
                assertThat(fazt("token", "create", "ci", "not a scope").exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(fazt("token", "create", "ci", "docs:read", "--expires-in-days=7").out()).contains("fazt_");
                assertThat(fazt("token", "list").out()).contains("docs:read").doesNotContain("fazt_");
            }
        }

        @Test
        void a_wrong_or_narrow_token_exits_with_4_and_is_not_repeated() {
            try (TestServer server = TestServer.start(folder)) {
                environment.put("FAZT_SERVER", server.url());
                environment.remove("FAZT_DB");
                environment.put("FAZT_TOKEN", "secret-but-wrong");
                Result wrong = fazt("token", "list", "--server", server.url());
                assertThat(wrong.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
                assertThat(wrong.err()).doesNotContain("secret-but-wrong");
                environment.put("FAZT_TOKEN", server.token("docs:read"));
                assertThat(fazt("server", "stop", "--server", server.url()).exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
            }
        }

        @Test
        void a_remote_server_is_stopped_with_the_right_token() throws InterruptedException {
            try (TestServer server = TestServer.start(folder)) {
                environment.put("FAZT_SERVER", server.url());
                environment.put("FAZT_TOKEN", server.ownerToken());
                assertThat(fazt("server", "stop").exitCode()).isEqualTo(ExitCode.OK);
                server.server().awaitStopped();
                assertThat(fazt("server", "status").exitCode()).isEqualTo(ExitCode.NO_SERVER);
            }
        }
    }
}
