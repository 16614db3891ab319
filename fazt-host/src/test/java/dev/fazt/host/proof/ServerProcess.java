package dev.fazt.host.proof;

import dev.fazt.host.TestServer;
import dev.fazt.host.cli.Main;
import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Is the real program in a process of its own, started as the launcher does.
 *
 * <p>It dies with the test: at the latest when the test's own process ends. Thread-safe.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int SHOWN_LINES = 60;

    /** As {@code bin/fazt} has them for a server. */
    private static final List<String> LAUNCHER = List.of(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xms40m", "-Xmx96m", "-Xmn20m",
            "-XX:SurvivorRatio=4", "-Xss512k", "-XX:+UseCompactObjectHeaders", "-XX:MaxMetaspaceSize=96m",
            "-XX:ReservedCodeCacheSize=32m",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.sql/java.sql=ALL-UNNAMED");

    private final Place place;
    private final Path log;
    private final Process process;
    private final Thread hook;
    private volatile boolean killed;

    private ServerProcess(Place place, Path log, Process process) {
        this.place = place;
        this.log = log;
        this.process = process;
        this.hook = new Thread(process::destroyForcibly, "end of the server process");
    }

    /**
     * Starts a server, which is not ready yet.
     *
     * @param scratch a folder for its temporary files and its log, to which each server appends
     */
    static ServerProcess launch(Place place, Path scratch) {
        return launch(place, scratch, TestServer.bundledPlugins());
    }

    /** Starts a server with the plugins of another folder. */
    static ServerProcess launch(Place place, Path scratch, Path plugins, String... flags) {
        try {
            Path log = scratch.resolve("server.log");
            List<String> command = command(place, Files.createDirectories(scratch), plugins);
            command.addAll(List.of(flags));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ServerProcess server = new ServerProcess(place, log, process);
            Runtime.getRuntime().addShutdownHook(server.hook);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Place place, Path scratch, Path plugins) {
        List<String> command = new ArrayList<>(place.enter());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LAUNCHER);
        // The class path of the tests has a log configuration of its own, for the tests.
        command.addAll(List.of("-Djava.io.tmpdir=" + scratch, "-Dlogback.configurationFile=logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("server", "start", "--port=0", "--bind=127.0.0.1", "--output=json"));
        command.addAll(List.of("--db=" + place.database(), "--plugins=" + plugins));
        return command;
    }

    /** Waits until it has announced that it is ready. */
    ServerProcess awaitReady() {
        try {
            String announced = CompletableFuture.supplyAsync(this::announcement).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (!announced.startsWith("{")) {
                throw new AssertionError("the server did not start: " + announced + "\n" + log());
            }
            return this;
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("the server did not get ready\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String announcement() {
        try {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            return line == null ? "it has ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Speaks to it as the owner. */
    HttpPeer owner() {
        RunFile run = RunFile.read(place.seen()).orElseThrow(() -> new AssertionError("the server has ended\n" + log()));
        return new HttpPeer(run.port(), run.token());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    /** Ends it with SIGKILL: no line of it runs after this. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Waits for its end, but not longer than that; false if it still runs. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end. */
    void awaitEnd() {
        if (!endsWithin(DEADLINE)) {
            throw new AssertionError("the server did not end\n" + log());
        }
    }

    /** Ends it with SIGTERM, as an operator does, and waits until it has finished and closed the data file. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Is a part of a test. */
    interface Ordeal {
        void run() throws Exception;
    }

    /** Runs a part of a test whose failure is shown with the server's log. */
    void during(Ordeal ordeal) throws Exception {
        try {
            ordeal.run();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nThe log of the server ends with:\n" + log(), e);
        }
    }

    /** Returns the end of what all servers of this scratch folder logged. */
    String log() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        kill();
        awaitEnd();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
