package dev.fazt.gatling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is the site {@code lab} on the server under test, made and asked over the public API alone. It is addressed below
 * {@code /~lab}, which needs no name service.
 */
final class LabSite implements AutoCloseable {
    static final String PATH = "/~lab";

    private static final int PAGE_BYTES = 10 * 1_024;

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Settings settings;

    LabSite(Settings settings) {
        this.settings = settings;
    }

    /** Deploys a site of one page of 10 KB. */
    void deploy() {
        send(
                request("/api/sites/deploy?site=lab")
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(archive())),
                "deploying the site 'lab'");
    }

    /** Returns how many documents a collection holds. */
    long rows(String collection) {
        JsonNode answer = json.readTree(send(
                request(documents(collection) + "?limit=1&count=true").GET(), "counting the documents"));
        JsonNode count = answer.path("count");
        if (!count.isIntegralNumber()) {
            throw new IllegalStateException("the list of documents has no 'count': " + answer);
        }
        return count.asLong();
    }

    static String documents(String collection) {
        return PATH + "/_fazt/docs/" + collection;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(settings.target().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + settings.token());
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
                    "no server answers at %s: start one, or say where it is with -Dtarget=…".formatted(settings.target()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(what + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + " was interrupted", e);
        }
    }

    private static byte[] archive() {
        String start = "<!doctype html><html lang=\"en\"><title>lab</title><p>";
        String page = start + "x".repeat(PAGE_BYTES - start.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write(page.getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        client.close();
    }
}
