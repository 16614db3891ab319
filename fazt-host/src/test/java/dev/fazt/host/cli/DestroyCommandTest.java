package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.TypedCommands.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removes what can not be brought back, and only when somebody means it. */
final class DestroyCommandTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private TypedCommands commands;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        commands = new TypedCommands(folder);
        server.deploy("blog", Map.of("index.html", "one"));
        server.deploy("blog", Map.of("index.html", "two"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Result prune(String... more) {
        String[] command = {"site", "prune", "blog", "--keep=1"};
        return commands.run(java.util.stream.Stream.of(command, more).flatMap(java.util.stream.Stream::of).toArray(String[]::new));
    }

    private int deploys() {
        return server.query("sites", "deploys", Map.of("site", "blog")).get("deploys").size();
    }

    @Test
    void without_a_terminal_it_wants_to_be_told_so() {
        Result result = prune();
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("can not be undone", "--yes", "--dry-run");
        assertThat(deploys()).isEqualTo(2);
    }

    @Test
    void a_dry_run_tells_what_it_would_do_and_does_nothing() {
        Result result = prune("--dry-run");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(deploys()).isEqualTo(2);
    }

    @Test
    void yes_beforehand_is_enough() {
        assertThat(prune("--yes").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(deploys()).isEqualTo(1);
    }

    @Test
    void at_a_terminal_it_shows_what_it_would_do_and_asks() {
        commands.environment().put("NO_COLOR", "1");
        commands.typing("y\n");
        Result result = prune();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).contains("NUMBER", "Do it? [y/N]");
        assertThat(deploys()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "", "yo\n"})
    void anything_but_yes_is_no(String answer) {
        commands.typing(answer);
        Result result = prune();
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).endsWith("fazt: nothing was done" + System.lineSeparator());
        assertThat(deploys()).isEqualTo(2);
    }
}
