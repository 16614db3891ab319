package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends the reading of a request's body with 413 when it is longer than allowed. */
final class BoundedBody extends FilterInputStream {
    private final long limit;
    private long left;

    private BoundedBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
        this.left = limit;
    }

    /** Bounds the body of a request, whether it declares its length or not. */
    static void limit(ServerRequest request, long bytes) {
        if (request.headers().contentLength().orElse(0) > bytes) {
            throw tooLarge(bytes);
        }
        if (request.content().hasEntity() && request.headers().contentLength().isEmpty()) {
            request.streamFilter(body -> new BoundedBody(body, bytes));
        }
    }

    private static FaztException tooLarge(long limit) {
        return FaztException.tooLarge("the body is larger than %,d bytes, the limit here".formatted(limit));
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge(limit);
        }
    }
}
