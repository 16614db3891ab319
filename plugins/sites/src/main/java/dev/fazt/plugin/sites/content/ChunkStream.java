package dev.fazt.plugin.sites.content;

import java.io.OutputStream;
import java.util.Arrays;

/** Cuts one form of a content into chunks. Not thread-safe. */
final class ChunkStream extends OutputStream {
    private final String hash;
    private final Encoding encoding;
    private final Sink sink;
    private final byte[] buffer = new byte[ContentWriter.CHUNK_BYTES];
    private int filled;
    private int chunks;
    private long bytes;

    /** Takes chunks, in their order. */
    interface Sink {
        void add(String hash, Encoding encoding, int position, byte[] chunk);
    }

    ChunkStream(String hash, Encoding encoding, Sink sink) {
        this.hash = hash;
        this.encoding = encoding;
        this.sink = sink;
    }

    Encoding encoding() {
        return encoding;
    }

    int chunks() {
        return chunks;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(source, offset + done, buffer, filled, count);
            filled += count;
            done += count;
            if (filled == buffer.length) {
                next();
            }
        }
        bytes += length;
    }

    @Override
    public void close() {
        // Compressors may close twice.
        if (filled > 0) {
            next();
        }
    }

    private void next() {
        sink.add(hash, encoding, chunks++, Arrays.copyOf(buffer, filled));
        filled = 0;
    }
}
