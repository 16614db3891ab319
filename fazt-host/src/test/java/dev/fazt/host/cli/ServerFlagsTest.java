package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import dev.fazt.host.configuration.Key;
import dev.fazt.host.configuration.Keys;
import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Shows the configuration as it is asked for and used on the command line. */
final class ServerFlagsTest {
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
    final class Server_config {
        @Test
        void lists_every_key_with_its_value_and_where_it_comes_from() throws IOException {
            Path file = Files.writeString(folder.resolve("fazt.properties"), "\nbackup.folder=kept\nstorage.readers=4\n");
            environment.put("FAZT_STORAGE_READERS", "5");
            Result result = fazt("server", "config", "--port", "80", "--output", "json");
            assertThat(result.err()).isEmpty();
            Map<String, String> shown = new HashMap<>();
            for (JsonNode key : ServerClient.JSON.readTree(result.out()).get("keys")) {
                assertThat(key.get("description").asString()).isNotBlank();
                shown.put(
                        key.get("key").asString(),
                        key.get("value").asString() + " from " + key.get("source").asString());
            }
            assertThat(shown)
                    .containsOnlyKeys(Keys.ALL.stream().map(Key::name).toList())
                    .containsEntry("server.port", "80 from --port")
                    .containsEntry("storage.readers", "5 from FAZT_STORAGE_READERS")
                    .containsEntry("backup.folder", folder.resolve("kept") + " from " + file + ":2")
                    .containsEntry("backup.every", "off from default");
        }

        @Test
        void is_a_table_for_people_and_creates_nothing() {
            Result result = fazt(
                    "server", "configuration", "--domain=example.org", "--trusted-proxy=10.0.0.1", "--trusted-proxy=::1");
            assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(result.out().lines().toList())
                    .hasSize(1 + Keys.ALL.size())
                    .anySatisfy(line -> assertThat(line).matches("server\\.domain +example\\.org +--domain +Sites .*"))
                    .anySatisfy(line -> assertThat(line).contains("10.0.0.1,::1", "--trusted-proxy"));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Nested
    final class What_is_wrong {
        /** Makes a start fail in any case: a server that should have been refused would never return. */
        @BeforeEach
        void let_no_server_start() throws IOException {
            Files.createDirectory(folder.resolve("data.db"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"server start", "server start --detach", "server config"})
        void in_a_file_is_told_in_one_line_with_its_place(String line) throws IOException {
            Path file = Files.writeString(folder.resolve("fazt.properties"), "storage.synchronus=normal");
            Result result = fazt(line.split(" ", -1));
            assertThat(result).isEqualTo(new Result(
                    ExitCode.FAILED,
                    "",
                    "fazt: %s:1: there is no key 'storage.synchronus'; did you mean storage.synchronous?%n".formatted(file)));
        }

        @Test
        void in_the_environment_is_told_in_one_line_without_control_characters() {
            environment.put("FAZT_SERVER_DOMAIN", "a\u001b[2Jb");
            Result result = fazt("server", "start");
            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err()).startsWith("fazt: FAZT_SERVER_DOMAIN: server.domain can not be 'a\\u001b[2Jb': use ");
        }

        @ParameterizedTest(name = "{0} {1}")
        @CsvSource({
            "--port,65536,server.port",
            "--bind,a b,server.bind",
            "--domain,a..b,server.domain",
            "--plugins,'',plugins.folder",
            "--trusted-proxy,proxy,server.trusted-proxies",
            "--config,nowhere,there is no configuration file",
            "--server,http://localhost,leave --server out"
        })
        void in_a_flag_is_a_wrong_command_line(String flag, String value, String told) {
            for (String verb : List.of("start", "config")) {
                Result result = fazt("server", verb, flag + "=" + value);
                assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(result.err()).startsWith("fazt: ").contains(told);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"--port,server.port", "--bind,server.bind", "--domain,server.domain"})
    void the_help_names_the_declared_default(String flag, String name) {
        String fallback = Keys.ALL.stream()
                .filter(key -> key.name().equals(name))
                .map(Key::fallback)
                .findFirst()
                .orElseThrow();
        String help = fazt("server", "start", "--help").out().replaceAll("\\s+", " ");
        assertThat(help).containsPattern(" %s=[A-Z]+ [^()]*\\(default: %s\\)".formatted(flag, Pattern.quote(fallback)));
    }

    @Nested
    final class A_real_server {
        @Test
        void runs_with_what_flag_environment_and_file_say_also_when_it_is_detached() throws Exception {
            Path file = Files.writeString(
                    folder.resolve("mine.properties"),
                    """
                    server.port=1
                    server.bind=127.0.0.1
                    server.domain=from-file.test
                    plugins.folder=%s
                    storage.synchronous=normal
                    backup.every=24h
                    backup.folder=kept
                    """
                            .formatted(TestServer.pluginsWithout(folder.resolve("plugins"), "analytics", "forms")));
            try {
                assertThat(program("server", "start", "--detach", "--config=" + file, "--port=0")).isZero();
                JsonNode status = ServerClient.JSON.readTree(fazt("server", "status", "--output=json").out());
                assertThat(status.get("port").asInt()).isGreaterThan(1);
                assertThat(status.get("domain").asString()).isEqualTo("from-environment.test");
                assertThat(status.get("plugins")).hasSize(2);
                awaitBackup(folder.resolve("kept"));
            } finally {
                Optional<ProcessHandle> process =
                        RunFile.read(folder.resolve("data.db")).flatMap(server -> ProcessHandle.of(server.pid()));
                Result stop = fazt("server", "stop");
                process.ifPresent(ProcessHandle::destroyForcibly);
                assertThat(stop.exitCode()).isEqualTo(ExitCode.OK);
            }
            assertThat(Files.readString(folder.resolve("data.db.log")))
                    .contains("storage.synchronous=normal: a power cut can lose the last writes");
        }

        private static void awaitBackup(Path folder) throws IOException {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!hasBackup(folder)) {
                assertThat(System.nanoTime()).as("a backup in " + folder).isLessThan(deadline);
                LockSupport.parkNanos(10_000_000);
            }
        }

        private static boolean hasBackup(Path folder) throws IOException {
            if (Files.notExists(folder)) {
                return false;
            }
            try (var files = Files.list(folder)) {
                return files.anyMatch(file -> file.toString().endsWith(".db"));
            }
        }

        /** Runs the program as the launcher does, with a variable in its environment. */
        private int program(String... arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    // The class path of the tests has a log configuration of its own, for the tests.
                    "-Dlogback.configurationFile=logback.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("FAZT_"));
            builder.environment().put("FAZT_DB", folder.resolve("data.db").toString());
            builder.environment().put("FAZT_SERVER_DOMAIN", "from-environment.test");
            return builder.start().waitFor();
        }
    }
}
