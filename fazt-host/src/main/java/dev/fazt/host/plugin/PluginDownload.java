package dev.fazt.host.plugin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches jars and indexes over https; over http from this machine alone. Made for one use, and closed by whoever made it. */
final class PluginDownload implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LARGEST_INDEX = 4 << 20;
    private static final int MOST_REDIRECTS = 5;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            // Each address is looked at by ourselves.
            .followRedirects(HttpClient.Redirect.NEVER)
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

    /** Fetches an index. */
    byte[] index(URI uri) {
        return fetch(uri, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_INDEX));
    }

    /** Fetches a jar into a file that is there already. */
    void jar(URI uri, Path target) {
        fetch(uri, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofFile(target), Preflight.MAX_BYTES));
    }

    /**
     * Fetches what is at an address, with redirects to others that may be fetched from.
     *
     * @throws PluginRejected if that can not be, is too large, or takes too long
     */
    private <T> T fetch(URI first, HttpResponse.BodyHandler<T> body) {
        URI uri = first;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<T> response = send(uri, body);
            if (response.statusCode() == 200) {
                return response.body();
            }
            URI from = uri;
            String to = response.headers()
                    .firstValue("Location")
                    .filter(location -> response.statusCode() / 100 == 3)
                    .orElseThrow(() -> new PluginRejected("'%s' answered %d instead of the file".formatted(from, response.statusCode())));
            uri = address(resolved(from, to));
        }
        throw new PluginRejected("'%s' leads on and on: name the address where the file is".formatted(first));
    }

    private static String resolved(URI from, String to) {
        try {
            return from.resolve(to).toString();
        } catch (IllegalArgumentException e) {
            throw new PluginRejected("'%s' leads to something that is no address".formatted(from), e);
        }
    }

    private <T> HttpResponse<T> send(URI uri, HttpResponse.BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> answer =
                client.sendAsync(HttpRequest.newBuilder(uri).header("Accept", "*/*").build(), body);
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new PluginRejected("'%s' took longer than %d minutes".formatted(uri, PATIENCE.toMinutes()), e);
        } catch (ExecutionException e) {
            throw failed(uri, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginRejected("interrupted while fetching '%s'".formatted(uri), e);
        }
    }

    private static PluginRejected failed(URI uri, Throwable e) {
        return new PluginRejected("'%s' can not be fetched: %s".formatted(uri, e.getMessage() == null ? e.toString() : e.getMessage()), e);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
