package dev.fazt.plugin.sites.serve;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Is an answer made in advance: its header block, and its body unless that is too large for memory. Immutable. */
final class PreparedResponse {
    static final Header ACCEPT_RANGES = HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");

    /** What a 304 leaves out (RFC 9110, 15.4.5): the client has it. */
    private static final Set<HeaderName> OF_BODY = Set.of(
            HeaderNames.CONTENT_TYPE,
            HeaderNames.CONTENT_LENGTH,
            HeaderNames.CONTENT_ENCODING,
            HeaderNames.ACCEPT_RANGES);

    /** What a page that stands in for a missing one leaves out: nobody can ask for it again under this path. */
    private static final Set<HeaderName> OF_FILE =
            Set.of(HeaderNames.ETAG, HeaderNames.LAST_MODIFIED, HeaderNames.ACCEPT_RANGES);

    /** Is about what the objects around a body take. */
    private static final int OVERHEAD_BYTES = 1024;

    private final String etag;
    private final Header[] headers;
    private final byte @Nullable [] body;

    PreparedResponse(String etag, Header[] headers, byte @Nullable [] body) {
        this.etag = etag;
        this.headers = headers;
        this.body = body;
    }

    String etag() {
        return etag;
    }

    /** Returns the body, not to be changed; null if it is to be streamed. */
    byte @Nullable [] body() {
        return body;
    }

    int weight() {
        return OVERHEAD_BYTES + (body == null ? 0 : body.length);
    }

    /** Sets all headers of a 200. */
    void applyAll(ServerResponse response) {
        for (Header header : headers) {
            response.header(header);
        }
    }

    /** Sets the headers of a 304. */
    void applyNotModified(ServerResponse response) {
        apply(response, OF_BODY);
    }

    /** Sets the headers of a body that is sent with an error status. */
    void applyStandIn(ServerResponse response) {
        apply(response, OF_FILE);
    }

    private void apply(ServerResponse response, Set<HeaderName> without) {
        for (Header header : headers) {
            if (!without.contains(header.headerName())) {
                response.header(header);
            }
        }
    }
}
