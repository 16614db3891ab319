package dev.fazt.plugin.docs;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Writes one answer. Headers that are always the same are made once. */
final class DocumentReply {
    private static final HeaderName PREFER = HeaderNames.create("Prefer");
    private static final Header MINIMAL_APPLIED = HeaderValues.createCached("Preference-Applied", "return=minimal");

    /** What a caller may see depends on who they are, and may change at any time: so it is asked for again each time. */
    private static final Header REVALIDATE = HeaderValues.createCached("Cache-Control", "private, no-cache");

    private final ServerResponse response;
    private final boolean minimal;

    private DocumentReply(ServerResponse response, boolean minimal) {
        this.response = response;
        this.minimal = minimal;
    }

    static DocumentReply of(ServerRequest request, ServerResponse response) {
        boolean minimal = request.headers().contains(PREFER)
                && request.headers().values(PREFER).stream()
                        .anyMatch(preference -> preference.strip().equalsIgnoreCase("return=minimal"));
        return new DocumentReply(response, minimal);
    }

    DocumentReply location(String path) {
        response.header(HeaderValues.create(HeaderNames.LOCATION, path));
        return this;
    }

    void created(Document document) {
        changed(document, Status.CREATED_201);
    }

    void changed(Document document) {
        changed(document, minimal ? Status.NO_CONTENT_204 : Status.OK_200);
    }

    void found(Document document) {
        response.header(REVALIDATE);
        send(document, Status.OK_200);
    }

    void unchanged(Document document) {
        etag(document);
        response.status(Status.NOT_MODIFIED_304).header(REVALIDATE).send();
    }

    void page(byte[] page) {
        response.header(REVALIDATE)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF)
                .send(page);
    }

    private void changed(Document document, Status status) {
        if (minimal) {
            etag(document);
            response.status(status).header(MINIMAL_APPLIED).send();
        } else {
            send(document, status);
        }
    }

    private void send(Document document, Status status) {
        etag(document);
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF)
                .send(document.bytes());
    }

    private void etag(Document document) {
        response.header(HeaderValues.create(HeaderNames.ETAG, document.etag()));
    }
}
