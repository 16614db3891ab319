package dev.fazt.host.listener;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lets the head of an answer through, and not the body: who sends HEAD would take it for the beginning of the next answer. So nobody who
 * answers has to think of it. For one answer.
 */
final class HeadOnly implements PlainWriter {
    private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTERIM = "HTTP/1.1 1".getBytes(StandardCharsets.US_ASCII);

    private final DataWriter out;
    private int matched;

    HeadOnly(DataWriter out) {
        this.out = out;
    }

    /** Tells whether the request that comes next asks for the head alone. */
    static boolean isWanted(DataReader request) {
        if (request.lookup() != HEAD[0]) {
            return false;
        }
        while (request.available() < HEAD.length) {
            request.pullData();
        }
        return request.startsWith(HEAD);
    }

    @Override
    public void write(BufferData buffer) {
        byte[] bytes = buffer.readBytes();
        boolean interim = matched == 0 && bytes.length > INTERIM.length && Arrays.mismatch(bytes, INTERIM) == INTERIM.length;
        int length = interim ? bytes.length : lengthOfHead(bytes);
        if (length > 0) {
            out.write(BufferData.create(bytes, 0, length));
        }
    }

    /** Returns how many of the bytes belong to the head. */
    private int lengthOfHead(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && matched < END.length) {
            byte next = bytes[length++];
            if (next == END[matched]) {
                matched++;
            } else {
                matched = next == END[0] ? 1 : 0;
            }
        }
        return length;
    }
}
