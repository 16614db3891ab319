package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.content.Encoding;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Is one form of a file: as it is, or compressed. The {@link BodyCache} keeps what is prepared of it. Immutable.
 */
final class Representation {
    private static final int TAG_LENGTH = 32;

    /** Shared, because a site may have 60,000 representations of which few are prepared at a time. */
    private static final ReentrantLock[] LOCKS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private static final Header ACCEPT_RANGES = HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding");

    private final StaticFile file;
    private final Encoding encoding;
    private final long bytes;

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

    /** Returns the lock under which it is prepared. */
    Lock preparing() {
        return LOCKS[System.identityHashCode(this) & (LOCKS.length - 1)];
    }

    /**
     * Prepares the response.
     *
     * @param body null if it is to be streamed
     */
    PreparedResponse prepare(byte @Nullable [] body) {
        HeaderBlock block = new HeaderBlock(headers());
        return new PreparedResponse(etag(), block, block.with(file.plan()), body);
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
