package dev.fazt.host.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Is a file that is sent as the body of a request, and tells how much of it is on its way. */
final class UploadBody {
    private UploadBody() {}

    /**
     * Makes a body of a file.
     *
     * @param sent is told the number of bytes after each piece
     */
    static BodyPublisher of(Path file, LongConsumer sent) throws IOException {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
            try {
                return new Watched(Files.newInputStream(file), sent);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        long size = Files.size(file);
        return size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(stream, size);
    }

    private static final class Watched extends FilterInputStream {
        private final LongConsumer watcher;
        private long sent;

        Watched(InputStream in, LongConsumer watcher) {
            super(in);
            this.watcher = watcher;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            sent += Math.max(0, count);
            watcher.accept(sent);
            return count;
        }
    }
}
