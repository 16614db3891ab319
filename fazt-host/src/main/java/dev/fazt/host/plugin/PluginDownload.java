package dev.fazt.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Fetches jars and indexes over https; over http from this machine alone. Made for one use, and closed by whoever made it. */
final class PluginDownload implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST_INDEX = 4 << 20;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            // Never from https to http.
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /**
     * Reads an address that somebody wrote.
     *
     * @throws PluginRejected if nothing should be fetched from there
     */
    static URI address(String text) {
        try {
            URI uri = URI.create(text.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            boolean local = host != null && (THIS_MACHINE.contains(host) || host.endsWith(".localhost"));
            if (host != null && uri.getUserInfo() == null && (scheme.equals("https") || (scheme.equals("http") && local))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, with an example.
        }
        throw new PluginRejected("'%s' is not an address to fetch from: write it like https://example.org/plugin-1.0.0.jar"
                .formatted(text.length() > 200 ? text.substring(0, 200) + "…" : text));
    }

    byte[] index(URI uri) {
        try (InputStream in = open(uri)) {
            byte[] bytes = in.readNBytes(LARGEST_INDEX + 1);
            if (bytes.length > LARGEST_INDEX) {
                throw new PluginRejected("the index at '%s' is larger than %d MiB".formatted(uri, LARGEST_INDEX >> 20));
            }
            return bytes;
        } catch (IOException e) {
            throw failed(uri, e);
        }
    }

    /** Opens what is at an address; the caller bounds how much is read, and closes it. */
    InputStream open(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", "*/*").build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new PluginRejected("'%s' answered %d instead of the file".formatted(uri, response.statusCode()));
            }
            return response.body();
        } catch (IOException e) {
            throw failed(uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginRejected("interrupted while fetching '%s'".formatted(uri), e);
        }
    }

    private static PluginRejected failed(URI uri, IOException e) {
        return new PluginRejected("'%s' can not be fetched: %s".formatted(uri, e.getMessage() == null ? e.toString() : e.getMessage()), e);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
