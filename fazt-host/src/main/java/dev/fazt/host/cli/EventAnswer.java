package dev.fazt.host.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the course of an operation that takes its time, as server-sent events: {@code progress} again and again, {@code result} or
 * {@code problem} at the end. Not thread-safe.
 */
final class EventAnswer {
    /** The server says something every ten seconds at least. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int LONGEST_LINE = 64 << 20;

    private final Connection connection;
    private final ProgressLine progress;
    private volatile long heard = System.nanoTime();

    EventAnswer(Connection connection, ProgressLine progress) {
        this.connection = connection;
        this.progress = progress;
    }

    static boolean isOne(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").filter(type -> type.startsWith("text/event-stream")).isPresent();
    }

    /**
     * Returns the result.
     *
     * @throws CommandFailure if it is a problem, or if the events end without either
     */
    JsonNode result(HttpResponse<InputStream> response) {
        Thread watch = Thread.ofVirtual().start(() -> closeWhenSilent(response.body()));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = line(lines); line != null; line = line(lines)) {
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    Optional<JsonNode> end = heard(event, line.substring("data:".length()));
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
            }
        } catch (IOException | JacksonException e) {
            // Told below: whatever the reason, nobody knows what became of it.
        } finally {
            watch.interrupt();
        }
        throw CommandFailure.failed("the answer of %s broke off: look whether it was done before you repeat it"
                .formatted(connection.base()));
    }

    private @org.jspecify.annotations.Nullable String line(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = lines.read(); character >= 0; character = lines.read()) {
            if (character == '\n') {
                heard = System.nanoTime();
                return line.toString();
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line without an end");
            }
            line.append((char) character);
        }
        return null;
    }

    private Optional<JsonNode> heard(String event, String data) {
        JsonNode document = ServerClient.JSON.readTree(data);
        return switch (event) {
            case "progress" -> {
                progress.show(
                        Shell.plain(document.path("step").asString("")),
                        document.path("done").asLong(0),
                        document.path("total").asLong(0));
                yield Optional.empty();
            }
            case "result" -> Optional.of(document);
            case "problem" -> throw Problem.of(document.path("status").asInt(500), data).failure(connection);
            // A newer server may have more to say.
            default -> Optional.empty();
        };
    }

    private void closeWhenSilent(InputStream body) {
        while (!Thread.currentThread().isInterrupted()) {
            long left = SILENCE.toNanos() - (System.nanoTime() - heard);
            if (left <= 0) {
                try {
                    body.close();
                } catch (IOException e) {
                    // The reader sees the same, and tells it.
                }
                return;
            }
            LockSupport.parkNanos(left);
        }
    }
}
