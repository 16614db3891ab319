package dev.fazt.plugin.sites.content;

import dev.fazt.api.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads contents. Thread-safe. */
public final class ContentReader {
    private static final String CHUNKS =
            "SELECT content FROM file_chunks WHERE hash = ? AND encoding = ? ORDER BY position";
    private static final String CHUNK =
            "SELECT content FROM file_chunks WHERE hash = ? AND encoding = ? AND position = ?";

    private final Storage storage;

    public ContentReader(Storage storage) {
        this.storage = storage;
    }

    /** Reads a whole content into memory; its size is known from the index, and small. */
    public byte[] read(String hash, Encoding encoding, int bytes) {
        return storage.read(sql -> {
            byte[] body = new byte[bytes];
            int[] filled = {0};
            sql.each(
                    CHUNKS,
                    row -> {
                        byte[] chunk = row.bytes("content");
                        System.arraycopy(chunk, 0, body, filled[0], chunk.length);
                        filled[0] += chunk.length;
                    },
                    hash,
                    encoding.token());
            if (filled[0] != bytes) {
                throw new IllegalStateException("content %s has %d of %d bytes".formatted(hash, filled[0], bytes));
            }
            return body;
        });
    }

    /** Copies a part of a content of any size, with one chunk in memory at a time. */
    public void copy(String hash, Encoding encoding, long first, long length, OutputStream out) throws IOException {
        long position = first / ContentWriter.CHUNK_BYTES;
        int skip = (int) (first % ContentWriter.CHUNK_BYTES);
        for (long left = length; left > 0; position++) {
            long wanted = position;
            // One short read for each chunk: a slow client must not keep a reader, of which there are few.
            List<byte[]> chunk =
                    storage.read(sql -> sql.query(CHUNK, row -> row.bytes("content"), hash, encoding.token(), wanted));
            if (chunk.isEmpty()) {
                throw new IOException("content %s has no chunk %d".formatted(hash, wanted));
            }
            int count = (int) Math.min(left, chunk.getFirst().length - skip);
            out.write(chunk.getFirst(), skip, count);
            left -= count;
            skip = 0;
        }
    }
}
