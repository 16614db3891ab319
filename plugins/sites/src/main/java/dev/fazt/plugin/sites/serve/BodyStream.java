package dev.fazt.plugin.sites.serve;

import dev.fazt.api.FaztException;
import dev.fazt.plugin.sites.content.ContentReader;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Sends bodies, or parts of them, such that memory is bounded whatever their size and their number. Thread-safe. */
final class BodyStream {
    /** Up to here a body goes out in one write with its headers, for which the server copies it. */
    private static final int ONE_WRITE = 64 << 10;

    private static final int SLICE = 32 << 10;
    private static final int STREAMS = 256;

    private final ContentReader contents;
    private final Semaphore streams = new Semaphore(STREAMS);

    BodyStream(ContentReader contents) {
        this.contents = contents;
    }

    /** Sends a part of a body; status and headers, with the length of the part, are set. */
    void send(Representation representation, PreparedResponse prepared, long first, long length, ServerResponse response)
            throws IOException {
        byte[] body = prepared.body();
        if (body == null) {
            stream(representation, first, length, response);
        } else if (length > ONE_WRITE) {
            slices(body, (int) first, (int) length, response);
        } else if (length == body.length) {
            response.send(body);
        } else {
            response.send(body, (int) first, (int) length);
        }
    }

    private static void slices(byte[] body, int first, int length, ServerResponse response) throws IOException {
        // Closed only when all is sent: closing earlier would make a body that was cut short look complete.
        OutputStream out = response.outputStream();
        for (int sent = 0; sent < length; sent += SLICE) {
            out.write(body, first + sent, Math.min(SLICE, length - sent));
        }
        out.close();
    }

    private void stream(Representation representation, long first, long length, ServerResponse response)
            throws IOException {
        if (!streams.tryAcquire()) {
            response.headers().clear();
            throw FaztException.busy(
                    "%d large files are being sent: try again in a moment".formatted(STREAMS), Duration.ofSeconds(5));
        }
        try {
            OutputStream out = response.outputStream();
            contents.copy(representation.hash(), representation.encoding(), first, length, out);
            out.close();
        } finally {
            streams.release();
        }
    }
}
