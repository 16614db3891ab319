package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names servers, and speaks to them by their names. */
final class RemoteCommandsTest {
    private static final String TOKEN = "fazt_not-to-be-shown";

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TypedCommands commands;

    @BeforeEach
    void sitDown() {
        commands = new TypedCommands(folder);
    }

    private Path file() {
        return folder.resolve("configuration").resolve("remotes.json");
    }

    @Nested
    final class A_remote {
        @Test
        void is_added_listed_and_removed_and_its_token_is_never_shown() throws IOException {
            Result added = commands.input(TOKEN + "\n").run("remote", "add", "prod", "https://admin.example.org/");
            assertThat(added.exitCode()).as(added.err()).isEqualTo(ExitCode.OK);
            Result listed = commands.run("remote", "list");
            assertThat(listed.out()).contains("prod  https://admin.example.org  kept");
            Result json = commands.run("remote", "list", "--output", "json");
            assertThat(Stream.of(added, listed, json)).noneMatch(result -> (result.out() + result.err()).contains(TOKEN));
            assertThat(file()).content().contains(TOKEN);
            assertThat(commands.run("remote", "remove", "prod").exitCode()).isEqualTo(ExitCode.OK);
            assertThat(file()).content().doesNotContain(TOKEN, "prod");
        }

        @Test
        void is_kept_where_only_its_owner_can_read() throws IOException {
            commands.input(TOKEN).run("remote", "add", "prod", "https://admin.example.org");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().resolveSibling(""))))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(file().resolveSibling(""))) {
                assertThat(files.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder("remotes.json", "remotes.lock");
            }
        }

        @Test
        void takes_its_token_from_a_file() throws IOException {
            Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
            commands.run("remote", "add", "prod", "https://admin.example.org", "--token-file", token.toString());
            assertThat(file()).content().contains("\"" + TOKEN + "\"");
        }

        @Test
        void is_replaced_only_when_that_is_said() {
            commands.run("remote", "add", "prod", "https://one.example.org");
            Result again = commands.run("remote", "add", "prod", "https://two.example.org");
            assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(commands.run("remote", "list").out()).contains("one.example.org");
            commands.run("remote", "add", "prod", "https://two.example.org", "--replace");
            assertThat(commands.run("remote", "list").out()).contains("two.example.org").doesNotContain("one.example.org");
        }

        @ParameterizedTest
        @ValueSource(strings = {"add Prod https://a.b", "add prod ftp://a.b", "add prod a.b", "remove nobody", "add ../x https://a.b"})
        void with_a_wrong_name_or_address_is_refused_and_leaves_no_trace(String line) {
            Result result = commands.run(("remote " + line).split(" "));
            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
            assertThat(file()).doesNotExist();
        }

        @Test
        void is_not_lost_when_many_are_added_at_once() throws Exception {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<Integer>> adding = IntStream.range(0, 20)
                        .mapToObj(i -> (Callable<Integer>) () -> {
                            Remotes.of(shell()).add(new Remote("r" + i, URI.create("https://a.example"), java.util.Optional.empty()));
                            return i;
                        })
                        .toList();
                for (var added : threads.invokeAll(adding)) {
                    assertThat(added.get()).isNotNegative();
                }
            }
            assertThat(Remotes.of(shell()).all()).hasSize(20);
        }

        private Shell shell() {
            return new Shell(System.out, System.err, System.in, commands.environment(), false);
        }

        @Test
        void in_a_damaged_file_is_told_in_one_line() throws IOException {
            Files.createDirectories(file().resolveSibling(""));
            Files.writeString(file(), "{\"remotes\":{");
            Result result = commands.run("docs", "list", "--server", "prod");
            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err()).contains("mend the file").doesNotContain("Exception");
            assertThat(file()).hasContent("{\"remotes\":{");
        }
    }

    @Nested
    final class A_command_to_a_remote {
        @Test
        void does_the_same_as_on_this_machine() throws IOException {
            try (TestServer server = TestServer.start(folder)) {
                commands.input(server.ownerToken()).run("remote", "add", "here", server.url());
                commands.environment().remove("FAZT_DB");
                Path blog = Files.createDirectories(folder.resolve("blog"));
                Files.writeString(blog.resolve("index.html"), "hello");
                assertThat(commands.run("--server", "here", "site", "deploy", blog.toString()).exitCode()).isEqualTo(ExitCode.OK);
                commands.environment().put("FAZT_SERVER", "here");
                assertThat(commands.run("server", "status").out()).contains("plugin sites");
                assertThat(commands.run("site", "list").out()).contains("blog");
                assertThat(commands.run("site", "list", "--help").out()).contains("List the sites");
            }
        }

        @Test
        void sends_the_token_of_the_remote_and_not_the_one_of_the_environment() {
            try (TestServer server = TestServer.start(folder)) {
                commands.input(server.token("docs:read")).run("remote", "add", "narrow", server.url());
                commands.environment().put("FAZT_TOKEN", server.ownerToken());
                assertThat(commands.run("server", "stop", "--server", "narrow").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
            }
        }

        @Test
        void that_is_not_known_tells_which_there_are() {
            commands.run("remote", "add", "prod", "https://admin.example.org");
            Result result = commands.run("site", "list", "--server", "prot");
            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("no remote 'prot'", "prod");
        }
    }

    @Nested
    final class An_address_without_encryption {
        @ParameterizedTest
        @ValueSource(
                strings = {"http://admin.example.org", "http://8.8.8.8:8080", "http://[2001:db8::1]:8080", "http://172.32.0.1"})
        void in_public_is_warned_of(String address) {
            assertThat(Transport.isOpen(URI.create(address))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://admin.example.org", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:8080", "http://192.168.64.3",
                    "http://10.1.2.3", "http://172.16.0.1", "http://[fd00::1]", "http://nas", "http://nas.local", "http://admin.localhost"
                })
        void in_private_is_not(String address) {
            assertThat(Transport.isOpen(URI.create(address))).isFalse();
        }

        @Test
        void is_told_on_the_way_and_the_command_goes_on() {
            Result added = commands.input(TOKEN).run("remote", "add", "far", "http://192.0.2.1:9");
            assertThat(added.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(added.err()).contains("warning", "use https").doesNotContain(TOKEN);
        }
    }
}
