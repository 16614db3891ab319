package dev.fazt.gatling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Is a server of the built distribution on a data file of its own, started by its launcher with the settings of the launcher. */
public final class FreshServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Target target;
    private final Duration firstByte;

    private FreshServer(Process process, Target target, Duration firstByte) {
        this.process = process;
        this.target = target;
        this.firstByte = firstByte;
    }

    /**
     * Starts one, and waits until it answers.
     *
     * @param folder for the data file and the log
     */
    public static FreshServer start(Distribution distribution, Path folder, Cores cores) {
        Path database = folder.resolve("data.db");
        Path log = folder.resolve("server.log");
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(cores.prefix());
            command.addAll(List.of(
                    distribution.launcher().toString(), "server", "start", "--port=" + port, "--bind=127.0.0.1",
                    "--db=" + database));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // What the lab's own user has set would not be the defaults.
            builder.environment().keySet().removeIf(name -> name.startsWith("FAZT_") && !name.startsWith("FAZT_JAVA_"));
            long begin = System.nanoTime();
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "lab-stop"));
            Duration firstByte = awaitAnswer(process, URI.create("http://127.0.0.1:%d/readyz".formatted(port)), begin, log);
            Target target = RunFile.read(database)
                    .filter(found -> found.pid().equals(Optional.of(process.pid())))
                    .orElseThrow(() -> new IllegalStateException("the server left no .run file beside " + database));
            return new FreshServer(process, target, firstByte);
        } catch (IOException e) {
            throw new UncheckedIOException("the server could not be started: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Duration awaitAnswer(Process process, URI readiness, long begin, Path log) throws IOException {
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            if (answers(readiness)) {
                return Duration.ofNanos(System.nanoTime() - begin);
            }
            try {
                if (process.waitFor(2, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the server ended at once:\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        process.destroy();
        throw new IllegalStateException("the server was not ready after %d s:%n%s"
                .formatted(PATIENCE.toSeconds(), Files.readString(log)));
    }

    private static boolean answers(URI readiness) {
        try {
            var connection = (HttpURLConnection) readiness.toURL().openConnection(Proxy.NO_PROXY);
            connection.setReadTimeout(2_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Nobody listens yet.
            return false;
        }
    }

    public Target target() {
        return target;
    }

    /** Returns the time from the launcher's start to the first answer. */
    public Duration firstByte() {
        return firstByte;
    }

    /** Stops it as an operator does, by a signal to its process, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the server did not stop within %d s and was killed".formatted(PATIENCE.toSeconds()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
