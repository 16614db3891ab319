package dev.fazt.plugin.sites.serve;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Is a whole answer with status 200 as it goes over the connection, in one array that all who ask within a second share: nothing is
 * copied or put together for a request. Thread-safe.
 */
final class WireImage {
    private static final byte[] STATUS = "HTTP/1.1 200 OK\r\nDate: ".getBytes(StandardCharsets.US_ASCII);

    private final Optional<Header> contentType;
    private volatile Dated latest;

    /**
     * Is the answer of one second.
     *
     * @param date the server's own array for that second, with the line's end
     * @param bytes not to be changed, since they may be on their way to many clients
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, on purpose
    private record Dated(byte[] date, byte[] bytes) {}

    WireImage(HeaderBlock headers, byte[] body) {
        contentType = headers.find(HeaderNames.CONTENT_TYPE);
        byte[] date = DateTime.http1Bytes();
        BufferData head = BufferData.growing(1024);
        head.write(STATUS);
        head.write(date);
        headers.writeTo(head);
        HeaderValues.CONNECTION_KEEP_ALIVE.writeHttp1Header(head);
        head.write('\r');
        head.write('\n');
        int length = head.available();
        byte[] bytes = new byte[length + body.length];
        head.read(bytes, 0, length);
        System.arraycopy(body, 0, bytes, length, body.length);
        latest = new Dated(date, bytes);
    }

    /** Returns the type of the body, unless the site wants none told. */
    Optional<Header> contentType() {
        return contentType;
    }

    /** Returns the answer with the present date, not to be changed. */
    byte[] bytes() {
        byte[] date = DateTime.http1Bytes();
        Dated known = latest;
        if (known.date == date) {
            return known.bytes;
        }
        // Two threads may do this at a time, which costs a copy and nothing else.
        byte[] bytes = known.bytes.clone();
        System.arraycopy(date, 0, bytes, STATUS.length, date.length);
        latest = new Dated(date, bytes);
        return bytes;
    }
}
