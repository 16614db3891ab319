package dev.fazt.plugin.sites.serve;

import org.jspecify.annotations.Nullable;

/** Is an answer made in advance: its header block, and its body unless that is too large for memory. Thread-safe. */
final class PreparedResponse {
    /** Is about what the objects around a body take. */
    private static final int OVERHEAD_BYTES = 1024;

    private static final int LARGEST_WHOLE = 64 << 10;

    private final String etag;
    private final HeaderBlock headers;
    private final HeaderBlock own;
    private final byte @Nullable [] body;
    private volatile @Nullable WireImage whole;

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

    /** Tells whether the answer is small enough to be kept as a whole, too. */
    boolean hasWhole() {
        return body != null && body.length <= LARGEST_WHOLE;
    }

    /** Returns the answer as a whole, as the file has it at its own address. Made when it is asked for first. */
    WireImage whole() {
        WireImage made = whole;
        if (made == null) {
            if (body == null) {
                throw new IllegalStateException("a body that is streamed has no whole");
            }
            made = new WireImage(own, body);
            whole = made;
        }
        return made;
    }

    int weight() {
        int bytes = body == null ? 0 : body.length;
        return OVERHEAD_BYTES + (hasWhole() ? 2 * bytes : bytes);
    }
}
