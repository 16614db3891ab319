package dev.fazt.plugin.sites.serve;

import dev.fazt.api.http.SiteRequest;
import dev.fazt.api.http.WholeAnswer;
import dev.fazt.plugin.sites.content.ContentReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends files, as the conditions and ranges of the request ask for. Thread-safe. */
final class FileSender {
    /** A small heap is mostly for connections. */
    private static final long CACHE_BYTES = Math.min(24L << 20, Runtime.getRuntime().maxMemory() / 8);
    /** Larger ones are read piece by piece while they are sent: many of them at once would fill the memory. */
    private static final int LARGEST_CACHED_BODY = (int) Math.min(1L << 20, CACHE_BYTES / 32);

    private final BodyCache cache;
    private final BodyStream bodies;

    FileSender(ContentReader contents) {
        this.cache = new BodyCache(contents, CACHE_BYTES, LARGEST_CACHED_BODY);
        this.bodies = new BodyStream(contents);
    }

    /** Sends a file. */
    void send(
            StaticFile file,
            Answer answer,
            SiteIndex index,
            SiteRequest site,
            ServerRequest request,
            ServerResponse response)
            throws IOException {
        ServerRequestHeaders headers = request.headers();
        boolean head = request.prologue().method().equals(Method.HEAD);
        if (answer.status() != 200) {
            // It stands in for something else, so conditions and ranges, which are about that, do not apply.
            Representation representation = choose(file, headers);
            PreparedResponse prepared = cache.get(representation);
            answer.applyAll(prepared, response);
            response.status(Status.create(answer.status()));
            sendWhole(representation, prepared, head, response);
            return;
        }
        String range = head ? null : Conditions.value(headers, HeaderNames.RANGE);
        // Parts are taken from the plain form: who seeks in a video means its own bytes.
        Representation representation = range == null ? choose(file, headers) : file.identity();
        PreparedResponse prepared = cache.get(representation);
        switch (Conditions.of(headers, prepared.etag(), index.lastModified())) {
            case NOT_MODIFIED -> {
                answer.applyWithoutBody(prepared, response);
                response.status(Status.NOT_MODIFIED_304).send();
            }
            case FAILED -> {
                answer.applyWithoutBody(prepared, response);
                response.status(Status.PRECONDITION_FAILED_412).send();
            }
            case PROCEED -> {
                if (answer.equals(Answer.OWN) && range == null && prepared.hasWhole() && WholeAnswer.fits(site, request)) {
                    sendWhole(prepared.whole(), response);
                    return;
                }
                answer.applyAll(prepared, response);
                if (range != null && Conditions.rangeHolds(headers, prepared.etag(), index.lastModified())) {
                    sendRange(ByteRange.parse(range, representation.bytes()), representation, prepared, response);
                } else {
                    sendWhole(representation, prepared, head, response);
                }
            }
        }
    }

    private void sendRange(
            ByteRange range, Representation representation, PreparedResponse prepared, ServerResponse response)
            throws IOException {
        switch (range) {
            case ByteRange.Whole whole -> sendWhole(representation, prepared, false, response);
            case ByteRange.Unsatisfiable unsatisfiable -> {
                contentRange("*", representation, response);
                response.headers().remove(HeaderNames.CONTENT_LENGTH);
                response.headers().remove(HeaderNames.CONTENT_TYPE);
                response.status(Status.REQUESTED_RANGE_NOT_SATISFIABLE_416).send();
            }
            case ByteRange.Part part -> {
                contentRange(part.first() + "-" + part.last(), representation, response);
                response.contentLength(part.length());
                response.status(Status.PARTIAL_CONTENT_206);
                bodies.send(representation, prepared, part.first(), part.length(), response);
            }
            case ByteRange.Parts parts -> {
                String type = response.headers().get(HeaderNames.CONTENT_TYPE).values();
                MultipartBody multipart = MultipartBody.of(parts.parts(), representation.bytes(), type);
                response.header(HeaderNames.CONTENT_TYPE, multipart.contentType());
                response.contentLength(multipart.length());
                response.status(Status.PARTIAL_CONTENT_206);
                bodies.send(representation, prepared, multipart, response);
            }
        }
    }

    private static void sendWhole(WireImage image, ServerResponse response) {
        // For those who count what was sent.
        image.contentType().ifPresent(response.headers()::set);
        response.sink(WholeAnswer.TYPE).emit(image.bytes());
    }

    private static void contentRange(String range, Representation representation, ServerResponse response) {
        response.header(
                HeaderValues.create(HeaderNames.CONTENT_RANGE, "bytes %s/%d".formatted(range, representation.bytes())));
    }

    private void sendWhole(
            Representation representation, PreparedResponse prepared, boolean head, ServerResponse response)
            throws IOException {
        if (head) {
            // The header with the length is set already, and stays.
            response.send();
        } else {
            bodies.send(representation, prepared, 0, representation.bytes(), response);
        }
    }

    private static Representation choose(StaticFile file, ServerRequestHeaders headers) {
        @Nullable String accepted = file.varies() ? Conditions.value(headers, HeaderNames.ACCEPT_ENCODING) : null;
        return accepted == null ? file.identity() : file.accepted(accepted);
    }
}
