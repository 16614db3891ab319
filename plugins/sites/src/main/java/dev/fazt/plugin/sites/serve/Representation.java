package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.content.Encoding;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Is one form of a file: as it is, or compressed. It holds its prepared response while the {@link BodyCache} lets it.
 * Thread-safe.
 */
final class Representation {
    private static final int TAG_LENGTH = 32;
    private static final Header ACCEPT_RANGES = HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding");

    private final StaticFile file;
    private final Encoding encoding;
    private final long bytes;
    private volatile @Nullable PreparedResponse prepared;
    private boolean used;

    Representation(StaticFile file, Encoding encoding, long bytes) {
        this.file = file;
        this.encoding = encoding;
        this.bytes = bytes;
    }

    long bytes() {
        return bytes;
    }

    String hash() {
        return file.hash();
    }

    Encoding encoding() {
        return encoding;
    }

    /** Returns the prepared response if it is in memory. */
    @Nullable PreparedResponse prepared() {
        PreparedResponse response = prepared;
        // A lost update of this mark costs at most one read of storage, so it needs no fence.
        if (response != null && !used) {
            used = true;
        }
        return response;
    }

    /** Prepares the response unless another thread just did, so that a crowd reads storage once. */
    synchronized PreparedResponse prepare(Supplier<byte @Nullable []> body) {
        PreparedResponse present = prepared;
        if (present == null) {
            HeaderBlock block = new HeaderBlock(headers());
            present = new PreparedResponse(etag(), block, block.with(file.plan()), body.get());
            prepared = present;
        }
        return present;
    }

    /** Tells whether it was asked for since the last time this was called. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Forgets the prepared response. */
    void evict() {
        prepared = null;
    }

    private String etag() {
        return '"' + file.hash().substring(0, TAG_LENGTH) + encoding.tagSuffix() + '"';
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>(10);
        headers.add(HeaderValues.createCached(HeaderNames.ETAG, etag()));
        headers.add(file.cachePolicy().header());
        headers.add(file.lastModified());
        if (file.varies()) {
            headers.add(VARY);
        }
        headers.add(SecurityHeaders.NO_SNIFF);
        headers.add(SecurityHeaders.REFERRER);
        headers.add(file.contentType().header());
        headers.add(ACCEPT_RANGES);
        headers.add(HeaderValues.createCached(HeaderNames.CONTENT_LENGTH, bytes));
        if (encoding != Encoding.IDENTITY) {
            headers.add(HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, encoding.token()));
        }
        return headers;
    }
}
