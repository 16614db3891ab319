package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the control API of one server, and turns whatever goes wrong into one line and an exit code. Not thread-safe. */
final class ServerClient implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    private final Connection connection;
    private final HttpClient http;

    ServerClient(Connection connection) {
        this.connection = connection;
        // Redirects are not followed: the token is meant for this server alone.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING)
                .build();
    }

    /**
     * Is a request to be sent.
     *
     * @param headers without those that every request has; one with an empty value is left out
     * @param patience until the head of the answer
     */
    record Request(
            String method, String path, Map<String, String> query, BodyPublisher body, Map<String, String> headers, Duration patience) {

        Request(String method, String path) {
            this(method, path, Map.of(), BodyPublishers.noBody(), Map.of(), PATIENCE);
        }

        Request query(Map<String, String> parameters) {
            return new Request(method, path, parameters, body, headers, patience);
        }

        Request body(BodyPublisher content, String contentType) {
            return new Request(method, path, query, content, headers, patience).header("Content-Type", contentType);
        }

        Request json(JsonNode content) {
            return body(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(content)), "application/json");
        }

        Request header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Request(method, path, query, body, more, patience);
        }

        Request patient(Duration time) {
            return new Request(method, path, query, body, headers, time);
        }
    }

    Connection connection() {
        return connection;
    }

    JsonNode get(String path) {
        return json(send(new Request("GET", path)));
    }

    JsonNode post(String path, JsonNode parameters) {
        return json(send(new Request("POST", path).json(parameters)));
    }

    /** Sends one request whose answer may take its time, and shows meanwhile how far the server is. */
    JsonNode await(Request request, ProgressLine progress) {
        HttpResponse<InputStream> response = send(request.header("Accept", "text/event-stream, application/json"));
        JsonNode result =
                EventAnswer.isOne(response) ? new EventAnswer(connection, progress).result(response) : json(response);
        progress.wipe();
        return result;
    }

    /**
     * Sends one request, and returns the answer if it is a success or, to a condition, the word that nothing has changed.
     *
     * @throws CommandFailure otherwise
     */
    HttpResponse<InputStream> send(Request asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(asked.path(), asked.query()))
                .timeout(asked.patience())
                .method(asked.method(), asked.body())
                .setHeader("Accept", "application/json, application/problem+json, */*");
        connection.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        asked.headers().forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.setHeader(name, value);
            }
        });
        HttpResponse<InputStream> response = exchange(request.build());
        if (response.statusCode() / 100 != 2 && response.statusCode() != 304) {
            throw Problem.of(response).failure(connection);
        }
        return response;
    }

    /** Reads an answer that should be JSON. */
    JsonNode json(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(LARGEST_ANSWER);
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw CommandFailure.failed("%s did not answer in JSON: is it a Fazt server?".formatted(connection.base()));
        } catch (IOException e) {
            throw CommandFailure.failed("the answer of %s broke off".formatted(connection.base()));
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw CommandFailure.noServer("no server answers at %s".formatted(connection.base()));
        } catch (HttpTimeoutException e) {
            throw CommandFailure.noServer("%s did not answer in time%s"
                    .formatted(
                            connection.base(),
                            request.method().equals("GET") ? "" : ": look whether it was done before you repeat it"));
        } catch (IOException e) {
            throw CommandFailure.failed("the connection to %s broke: %s".formatted(connection.base(), reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    private static String reason(IOException e) {
        boolean interrupted = e instanceof InterruptedIOException;
        return interrupted || e.getMessage() == null ? e.getClass().getSimpleName() : Shell.plain(e.getMessage());
    }

    private URI address(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(connection.base() + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        // Not close(): it would wait for answers that nobody reads any more.
        http.shutdownNow();
    }
}
