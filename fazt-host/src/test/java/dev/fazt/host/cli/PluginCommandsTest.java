package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs, signs and configures plugins from the command line, on a server that runs. */
final class PluginCommandsTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private TypedCommands commands;

    @SuppressWarnings("NullAway.Init")
    private Path jar;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder, TestServer.pluginsWithout(folder.resolve("plugins"), "forms"));
        commands = new TypedCommands(folder);
        try (Stream<Path> jars = Files.list(TestServer.bundledPlugins())) {
            Path forms = jars.filter(path -> path.getFileName().toString().startsWith("forms-")).findFirst().orElseThrow();
            jar = Files.copy(forms, folder.resolve("forms.jar"));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Result install(String... more) {
        return commands.run(Stream.concat(Stream.of("plugin", "install", jar.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private String plugins() {
        return server.query("plugin", "list", Map.of()).toString();
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList();
        assertThat(new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void a_jar_is_installed_and_its_operations_are_commands_at_once() {
        assertThat(commands.run("forms", "--help").exitCode()).isEqualTo(ExitCode.USAGE);
        Result installed = install();
        assertThat(installed.exitCode()).as(installed.err()).isEqualTo(ExitCode.OK);
        assertThat(installed.out()).contains("forms", "started");
        assertThat(commands.run("forms", "--help").out()).contains("export");
        Result upgraded = commands.run("plugin", "upgrade", jar.toString());
        assertThat(upgraded.exitCode() == ExitCode.OK || upgraded.err().contains("0.1.0")).as(upgraded.err()).isTrue();
    }

    @Test
    void who_watches_sees_it_being_sent_and_is_told_that_it_is_trusted() {
        commands.typing("");
        assertThat(install().err()).contains("sending [########################] 100%", "trusted code");
        assertThat(commands.run("plugin", "install", "--help").out()).contains("trusted code", "openssl");
    }

    @Test
    void a_wrong_sum_is_refused_and_leaves_no_trace() {
        Result refused = install("--sha256", "0".repeat(64));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(plugins()).doesNotContain("forms");
    }

    @Test
    void a_signature_by_openssl_beside_the_jar_is_checked() throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem");
        openssl("pkey", "-in", "key.pem", "-pubout", "-out", "forms.jar.pub");
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "forms.jar", "-out", "forms.jar.sig");
        Result installed = install();
        assertThat(installed.exitCode()).as(installed.err()).isEqualTo(ExitCode.OK);
        String key = Files.readString(folder.resolve("forms.jar.pub")).lines().skip(1).findFirst().orElseThrow();
        assertThat(server.query("plugin", "show", Map.of("id", "forms")).get("publicKey").asString()).isEqualTo(key);
    }

    @Test
    void a_signature_of_something_else_is_refused() throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem");
        openssl("pkey", "-in", "key.pem", "-pubout", "-out", "key.pub");
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "key.pub", "-out", "other.sig");
        Result refused = install("--signature", folder.resolve("other.sig").toString(), "--key", folder.resolve("key.pub").toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("signature");
        assertThat(plugins()).doesNotContain("forms");
    }

    @Test
    void half_of_a_signature_or_junk_for_one_is_a_wrong_command_line() throws IOException {
        Path junk = Files.writeString(folder.resolve("junk"), "junk");
        assertThat(install("--signature", junk.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(install("--key", junk.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(commands.run("plugin", "install", "nowhere.jar").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(commands.run("plugin", "install", "forms", "--key", junk.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void settings_are_asked_for_and_wrong_ones_refused() {
        install();
        Result shown = commands.run("plugin", "config", "forms");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(shown.err()).contains("'forms' has no settings");
        assertThat(commands.run("plugin", "config", "forms", "no-such=1").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(commands.run("plugin", "config", "forms", "novalue").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(commands.run("plugin", "config", "forms", "a=1", "a=2").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
