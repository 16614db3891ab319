package dev.fazt.host.domain;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches by plain HTTP, as a host that is only about to be served has no certificate yet. Redirects are not followed: whoever a
 * host redirects to does not own it.
 */
public final class HttpProofFiles implements ProofFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HttpProofFiles.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 1024;

    private final Function<DomainName, URI> address;

    /**
     * Makes it.
     *
     * @param address tells where a host is
     */
    public HttpProofFiles(Function<DomainName, URI> address) {
        this.address = address;
    }

    @Override
    public Optional<String> fetch(DomainName host, String path) {
        HttpRequest request = HttpRequest.newBuilder(address.apply(host).resolve(path))
                .timeout(PATIENCE)
                .header("User-Agent", "fazt")
                .GET()
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return response.statusCode() == 200
                        ? Optional.of(new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                client.shutdownNow();
            }
        } catch (IOException nothingThere) {
            LOG.debug("no proof at {}: {}", request.uri(), nothingThere.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
