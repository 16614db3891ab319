package dev.fazt.plugin.sites.serve;

import dev.fazt.api.http.SiteRequest;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.SitePath;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the files of sites. Thread-safe. */
public final class StaticHandler implements Handler {
    private static final long CACHE_BYTES = 24L << 20;
    private static final int LARGEST_CACHED_BODY = 1 << 20;
    private static final Header ALLOW = HeaderValues.createCached(HeaderNames.ALLOW, "GET, HEAD, OPTIONS");

    private final SiteCatalog catalog;
    private final BodyCache cache;
    private final BodyStream bodies;

    public StaticHandler(SiteCatalog catalog, ContentReader contents) {
        this.catalog = catalog;
        this.cache = new BodyCache(contents, CACHE_BYTES, LARGEST_CACHED_BODY);
        this.bodies = new BodyStream(contents);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        Method method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            read(request, response);
        } else if (method.equals(Method.OPTIONS)) {
            response.status(Status.NO_CONTENT_204).header(ALLOW).send();
        } else {
            response.header(ALLOW);
            FriendlyPage.methodNotAllowed().send(request, response);
        }
    }

    private void read(ServerRequest request, ServerResponse response) throws IOException {
        SiteRequest site = SiteRequest.of(request);
        Optional<String> path = SitePath.decode(site.path());
        if (path.isEmpty()) {
            FriendlyPage.badPath().send(request, response);
            return;
        }
        SiteIndex index = catalog.index(site.site());
        PathResolution.Outcome<StaticFile> outcome = index.paths().resolve(path.get());
        if (outcome.file() != null) {
            sendFile(outcome.file(), index, request, response);
        } else if (outcome.redirect() != null) {
            redirect(site.basePath() + SitePath.encode(outcome.redirect()), request, response);
        } else {
            missing(path.get(), site, index, request, response);
        }
    }

    private void missing(
            String path, SiteRequest site, SiteIndex index, ServerRequest request, ServerResponse response)
            throws IOException {
        StaticFile fallback = index.paths().fallback(path, false);
        StaticFile page = index.paths().notFound(path);
        if (fallback != null) {
            sendFile(fallback, index, request, response);
        } else if (page != null) {
            Representation representation = choose(page, request.headers());
            PreparedResponse prepared = cache.get(representation);
            response.status(Status.NOT_FOUND_404);
            prepared.applyStandIn(response);
            sendWhole(representation, prepared, request, response);
        } else if (index.live().isPresent()) {
            FriendlyPage.notFound().send(request, response);
        } else {
            FriendlyPage.noDeploy(site.site()).send(request, response);
        }
    }

    private static void redirect(String path, ServerRequest request, ServerResponse response) {
        String query = request.query().rawValue();
        response.status(Status.PERMANENT_REDIRECT_308)
                .header(HeaderValues.create(HeaderNames.LOCATION, query.isEmpty() ? path : path + "?" + query))
                .header(CachePolicy.REVALIDATE.header())
                .header(SecurityHeaders.NO_SNIFF)
                .header(SecurityHeaders.REFERRER)
                .send();
    }

    private void sendFile(StaticFile file, SiteIndex index, ServerRequest request, ServerResponse response)
            throws IOException {
        ServerRequestHeaders headers = request.headers();
        boolean head = request.prologue().method().equals(Method.HEAD);
        String range = head ? null : Conditions.value(headers, HeaderNames.RANGE);
        // Parts are taken from the plain form: who seeks in a video means its own bytes.
        Representation representation = range == null ? choose(file, headers) : file.identity();
        PreparedResponse prepared = cache.get(representation);
        switch (Conditions.of(headers, prepared.etag(), index.lastModified())) {
            case NOT_MODIFIED -> {
                prepared.applyNotModified(response);
                response.status(Status.NOT_MODIFIED_304).send();
            }
            case FAILED -> {
                prepared.applyNotModified(response);
                response.status(Status.PRECONDITION_FAILED_412).send();
            }
            case PROCEED -> {
                prepared.applyAll(response);
                if (range != null && Conditions.rangeHolds(headers, prepared.etag(), index.lastModified())) {
                    sendRange(ByteRange.parse(range, representation.bytes()), representation, prepared, request, response);
                } else {
                    sendWhole(representation, prepared, request, response);
                }
            }
        }
    }

    private void sendRange(
            ByteRange range,
            Representation representation,
            PreparedResponse prepared,
            ServerRequest request,
            ServerResponse response)
            throws IOException {
        switch (range) {
            case ByteRange.Whole whole -> sendWhole(representation, prepared, request, response);
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
        }
    }

    private static void contentRange(String range, Representation representation, ServerResponse response) {
        response.header(
                HeaderValues.create(HeaderNames.CONTENT_RANGE, "bytes %s/%d".formatted(range, representation.bytes())));
    }

    private void sendWhole(
            Representation representation, PreparedResponse prepared, ServerRequest request, ServerResponse response)
            throws IOException {
        if (request.prologue().method().equals(Method.HEAD)) {
            // The header with the length is set already, and stays.
            response.send();
        } else {
            bodies.send(representation, prepared, 0, representation.bytes(), response);
        }
    }

    private static Representation choose(StaticFile file, ServerRequestHeaders headers) {
        @Nullable String accepted = file.varies() ? Conditions.value(headers, HeaderNames.ACCEPT_ENCODING) : null;
        return accepted != null && AcceptedEncoding.gzip(accepted) ? file.smallest() : file.identity();
    }
}
