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
            stream(response, out -> contents.copy(representation.hash(), representation.encoding(), first, length, out));
        } else if (length > ONE_WRITE) {
            // Closed only when all is sent: closing earlier would make a body that was cut short look complete.
            OutputStream out = response.outputStream();
            slices(body, (int) first, (int) length, out);
            out.close();
        } else if (length == body.length) {
            response.send(body);
        } else {
            response.send(body, (int) first, (int) length);
        }
    }

    /** Sends several parts of a body in their frame; status and headers are set. */
    void send(Representation representation, PreparedResponse prepared, MultipartBody multipart, ServerResponse response)
            throws IOException {
        byte[] body = prepared.body();
        Source source = out -> {
            for (int i = 0; i < multipart.parts().size(); i++) {
                ByteRange.Part part = multipart.parts().get(i);
                out.write(multipart.head(i));
                if (body == null) {
                    contents.copy(representation.hash(), representation.encoding(), part.first(), part.length(), out);
                } else {
                    slices(body, (int) part.first(), (int) part.length(), out);
                }
            }
            out.write(multipart.end());
        };
        if (body == null) {
            stream(response, source);
        } else {
            OutputStream out = response.outputStream();
            source.writeTo(out);
            out.close();
        }
    }

    private interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void slices(byte[] body, int first, int length, OutputStream out) throws IOException {
        for (int sent = 0; sent < length; sent += SLICE) {
            out.write(body, first + sent, Math.min(SLICE, length - sent));
        }
    }

    private void stream(ServerResponse response, Source source) throws IOException {
        if (!streams.tryAcquire()) {
            response.headers().clear();
            throw FaztException.busy(
                    "%d large files are being sent: try again in a moment".formatted(STREAMS), Duration.ofSeconds(5));
        }
        try {
            OutputStream out = response.outputStream();
            source.writeTo(out);
            out.close();
        } finally {
            streams.release();
        }
    }
}
