package dev.fazt.api.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands on one data file, in this process: the host offers its command line as the JDK offers its tools. */
final class FaztCommands {
    private final Path database;
    private final ToolProvider tool;

    FaztCommands(Path database) {
        this.database = database;
        this.tool = ToolProvider.findFirst("fazt")
                .orElseThrow(() -> new IllegalStateException(
                        "dev.fazt:fazt-host is not on the class path: add it to the pom with the scope 'test'"));
    }

    record Result(int exitCode, String out, String err) {}

    Result run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--db=" + database);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = tool.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words.toArray(String[]::new));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Waits until a server runs, and returns its status. */
    JsonNode awaitRunning(Thread server, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (server.isAlive() && System.nanoTime() < deadline) {
            Result status = run("server", "status", "--output=json");
            if (status.exitCode() == 0) {
                return JsonMapper.shared().readTree(status.out());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("the server did not start on %s: its log, above, says why".formatted(database));
    }
}
