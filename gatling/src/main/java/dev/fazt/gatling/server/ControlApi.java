package dev.fazt.gatling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the server's public API with the lab's token. Thread-safe. */
public final class ControlApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Target target;

    public ControlApi(Target target) {
        this.target = target;
    }

    /** Reads a path. */
    public String text(String path, Duration timeout) {
        return send(request(path).timeout(timeout).GET(), "reading " + path);
    }

    /** Calls an operation that reads. */
    public JsonNode query(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return json.readTree(text(path + "?" + query, PATIENCE));
    }

    /** Calls an operation that writes. */
    public void operation(String path, Map<String, ?> parameters) {
        byte[] body = json.writeValueAsBytes(parameters);
        send(
                request(path)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                "calling " + path);
    }

    /** Sends an archive of files. */
    public void upload(String path, byte[] zip) {
        send(
                request(path)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(zip)),
                "uploading to " + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(target.url().resolve(path)).header("Authorization", "Bearer " + target.token());
    }

    private String send(HttpRequest.Builder request, String what) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "%s failed with status %d: %s".formatted(what, response.statusCode(), response.body()));
            }
            return response.body();
        } catch (ConnectException e) {
            throw new IllegalStateException(
                    "no server answers at %s: start one there, or leave -Dtarget out to measure a fresh one"
                            .formatted(target.url()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(what + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + " was interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
