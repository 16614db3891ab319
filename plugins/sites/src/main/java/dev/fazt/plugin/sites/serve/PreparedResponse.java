package dev.fazt.plugin.sites.serve;

import org.jspecify.annotations.Nullable;

/** Is an answer made in advance: its header block, and its body unless that is too large for memory. Immutable. */
final class PreparedResponse {
    /** Is about what the objects around a body take. */
    private static final int OVERHEAD_BYTES = 1024;

    private final String etag;
    private final HeaderBlock headers;
    private final HeaderBlock own;
    private final byte @Nullable [] body;

    PreparedResponse(String etag, HeaderBlock headers, HeaderBlock own, byte @Nullable [] body) {
        this.etag = etag;
        this.headers = headers;
        this.own = own;
        this.body = body;
    }

    /** Returns the entity tag, with its quotes. */
    String etag() {
        return etag;
    }

    /** Returns the headers as the file has them at any address. */
    HeaderBlock headers() {
        return headers;
    }

    /** Returns the headers with what the site wants changed at the file's own address. */
    HeaderBlock own() {
        return own;
    }

    /** Returns the body, not to be changed; null if it is to be streamed. */
    byte @Nullable [] body() {
        return body;
    }

    int weight() {
        return OVERHEAD_BYTES + (body == null ? 0 : body.length);
    }
}
