package dev.fazt.host.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP/1.1 to one server process over connections that are kept. Thread-safe. */
final class HttpPeer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final int port;
    private final String owner;

    /**
     * Makes a peer.
     *
     * @param owner the token of the owner
     */
    HttpPeer(int port, String owner) {
        this.port = port;
        this.owner = owner;
    }

    /**
     * Sends a request.
     *
     * @param host to whom, without a port
     * @param token whose request it is; empty for a visitor's
     * @param headers names and values in turn
     * @throws IOException if no answer, or only a part of one, came back
     */
    HttpResponse<String> send(String host, String method, String path, String token, byte[] body, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Host", host + ":" + port)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gets a page as a visitor. */
    HttpResponse<String> get(String host, String path) throws IOException {
        return send(host, "GET", path, "", new byte[0]);
    }

    /** Uploads an archive as the owner. */
    HttpResponse<String> deploy(String site, byte[] archive) throws IOException {
        return send("127.0.0.1", "POST", "/api/sites/deploy?site=" + site, owner, archive, "Content-Type", "application/zip");
    }

    /** Uploads a plugin as the owner, in the place of the version that is there. */
    HttpResponse<String> install(byte[] jar) throws IOException {
        return send("127.0.0.1", "POST", "/api/plugin/install?upgrade=true", owner, jar);
    }

    /** Calls an operation that reads as the owner, and returns its result. */
    JsonNode query(String name) throws IOException {
        return JSON.readTree(send("127.0.0.1", "GET", "/api/" + name, owner, new byte[0]).body());
    }

    /** Calls an operation as the owner, and returns its result. */
    JsonNode operation(String name, Map<String, ?> parameters) throws IOException {
        byte[] body = JSON.writeValueAsString(parameters).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response =
                send("127.0.0.1", "POST", "/api/" + name, owner, body, "Content-Type", "application/json");
        if (response.statusCode() != 200) {
            throw new AssertionError(name + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
