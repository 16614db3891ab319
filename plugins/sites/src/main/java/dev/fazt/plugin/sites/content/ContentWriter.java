package dev.fazt.plugin.sites.content;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes contents in units of work of bounded size: a large file does not hold up the shared writer, and many small ones
 * share a commit. While one unit is made durable, the next is read and compressed. Not thread-safe; one for each deploy.
 */
public final class ContentWriter implements AutoCloseable {
    /** How many bytes a chunk holds: what a streamed answer has in memory at a time. */
    static final int CHUNK_BYTES = 32 << 10;

    /** Bound a unit: a few milliseconds of the writer that all share. */
    private static final long UNIT_BYTES = 512 << 10;

    private static final int UNIT_ROWS = 256;

    private static final String INSERT_CHUNK = "INSERT INTO file_chunks (hash, encoding, position, content)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (hash, encoding, position) DO UPDATE SET content = excluded.content";
    private static final String COUNT_CHUNKS =
            "SELECT COUNT(*) AS chunks FROM file_chunks WHERE hash = ? AND encoding = ?";
    private static final String DELETE_CHUNKS =
            "DELETE FROM file_chunks WHERE hash = ? AND encoding = ? AND position >= ?";
    private static final String INSERT_CONTENT = "INSERT INTO file_contents (hash, bytes, gzip_bytes, brotli_bytes, unlisted_since)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET gzip_bytes = excluded.gzip_bytes,"
            + " brotli_bytes = excluded.brotli_bytes WHERE excluded.gzip_bytes IS NOT NULL"
            + " AND (file_contents.gzip_bytes IS NULL OR file_contents.brotli_bytes IS NULL)";

    private final Storage storage;
    private final Clock clock;
    private @Nullable CompletableFuture<Integer> unit;
    private List<@Nullable Object[]> chunks = new ArrayList<>();
    private List<Finished> finished = new ArrayList<>();
    private long pendingBytes;

    /** Is one form of a content: how large it is, 0 if it is not worth keeping, and in how many chunks it was handed in. */
    private record Form(Encoding encoding, long bytes, int chunks) {}

    /** Is a content all of whose chunks have been handed in. */
    private record Finished(String hash, long bytes, int chunks, List<Form> forms) {
        @Nullable Long bytesOf(Encoding encoding) {
            return forms.stream()
                    .filter(form -> form.encoding == encoding)
                    .map(Form::bytes)
                    .findFirst()
                    .orElse(null);
        }
    }

    public ContentWriter(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Tells whether a content still has to be written for a file of this type.
     *
     * @param stored whether the content is there
     * @param compressionTried whether its compressed form is there, or known not to pay
     */
    public static boolean needed(ContentType type, long bytes, boolean stored, boolean compressionTried) {
        return !stored || (!Compression.forms(type, bytes).isEmpty() && !compressionTried);
    }

    /** Tells whether everything was tried that can be, from what {@code file_contents} holds. */
    public static boolean compressionTried(@Nullable Long gzipBytes, @Nullable Long brotliBytes) {
        return gzipBytes != null && (brotliBytes != null || !Compression.makes(Encoding.BROTLI));
    }

    /** Writes a content; it may be durable only after {@link #flush}. */
    public void write(String hash, long bytes, ContentType type, InputStream content) throws IOException {
        if (finished.size() >= UNIT_ROWS) {
            submit();
        }
        int position = 0;
        List<ChunkStream> forms = new ArrayList<>();
        List<OutputStream> compressors = new ArrayList<>();
        try {
            for (Encoding encoding : Compression.forms(type, bytes)) {
                ChunkStream form = new ChunkStream(hash, encoding);
                forms.add(form);
                compressors.add(Compression.open(encoding, form, bytes));
            }
            for (byte[] chunk = next(content); chunk.length > 0; chunk = next(content)) {
                add(hash, Encoding.IDENTITY, position++, chunk);
                for (OutputStream compressor : compressors) {
                    compressor.write(chunk);
                }
            }
        } finally {
            // Also after a failure: compressors hold memory outside the heap.
            for (OutputStream compressor : compressors) {
                compressor.close();
            }
        }
        finished.add(new Finished(hash, bytes, position, kept(forms, bytes)));
    }

    /** Drops the forms that do not pay, each against the best before it. */
    private static List<Form> kept(List<ChunkStream> streams, long bytes) {
        List<Form> forms = new ArrayList<>(streams.size());
        long best = bytes;
        for (ChunkStream stream : streams) {
            boolean pays = Compression.pays(bytes, stream.bytes) && stream.bytes < best;
            forms.add(new Form(stream.encoding, pays ? stream.bytes : 0, stream.position));
            best = pays ? stream.bytes : best;
        }
        return forms;
    }

    private static byte[] next(InputStream content) throws IOException {
        return content.readNBytes(CHUNK_BYTES);
    }

    /** Makes everything durable that was written. */
    public void flush() {
        submit();
        await();
    }

    /** Waits for what is on its way, which may be half of a deploy that was given up: the sweep removes it. */
    @Override
    public void close() {
        CompletableFuture<Integer> last = unit;
        unit = null;
        if (last != null) {
            last.handle((rows, failure) -> 0).join();
        }
    }

    private void submit() {
        await();
        if (chunks.isEmpty() && finished.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> chunkRows = chunks;
        List<Finished> contents = finished;
        chunks = new ArrayList<>();
        finished = new ArrayList<>();
        pendingBytes = 0;
        long now = clock.millis();
        unit = storage.submit(sql -> {
            if (!chunkRows.isEmpty()) {
                sql.batch(INSERT_CHUNK, chunkRows);
            }
            contents.forEach(content -> finish(sql, content, now));
            return chunkRows.size();
        });
    }

    private void await() {
        CompletableFuture<Integer> last = unit;
        unit = null;
        try {
            if (last != null) {
                last.join();
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static void finish(Sql sql, Finished content, long now) {
        sql.update(DELETE_CHUNKS, content.hash, Encoding.IDENTITY.token(), content.chunks);
        boolean complete = count(sql, content.hash, Encoding.IDENTITY) == content.chunks;
        for (Form form : content.forms) {
            int kept = form.bytes == 0 ? 0 : form.chunks;
            // There are more if an earlier try was killed that compressed in another way.
            sql.update(DELETE_CHUNKS, content.hash, form.encoding.token(), kept);
            complete &= count(sql, content.hash, form.encoding) == kept;
        }
        // The plugin's next generation may have swept the chunks of this one, which it took for abandoned.
        if (!complete) {
            throw FaztException.conflict("the deploy was interrupted by an upgrade of the plugin: repeat it");
        }
        sql.update(
                INSERT_CONTENT,
                content.hash,
                content.bytes,
                content.bytesOf(Encoding.GZIP),
                content.bytesOf(Encoding.BROTLI),
                now);
    }

    private static long count(Sql sql, String hash, Encoding encoding) {
        return sql.first(COUNT_CHUNKS, row -> row.integer("chunks"), hash, encoding.token()).orElse(0L);
    }

    private void add(String hash, Encoding encoding, int position, byte[] chunk) {
        chunks.add(new @Nullable Object[] {hash, encoding.token(), position, chunk});
        pendingBytes += chunk.length;
        if (pendingBytes >= UNIT_BYTES || chunks.size() >= UNIT_ROWS) {
            submit();
        }
    }

    /** Cuts the compressed form into chunks. */
    private final class ChunkStream extends OutputStream {
        private final String hash;
        private final Encoding encoding;
        private final byte[] buffer = new byte[CHUNK_BYTES];
        private int filled;
        private int position;
        private long bytes;

        ChunkStream(String hash, Encoding encoding) {
            this.hash = hash;
            this.encoding = encoding;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            for (int done = 0; done < length; ) {
                int count = Math.min(length - done, CHUNK_BYTES - filled);
                System.arraycopy(source, offset + done, buffer, filled, count);
                filled += count;
                done += count;
                if (filled == CHUNK_BYTES) {
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
            add(hash, encoding, position++, Arrays.copyOf(buffer, filled));
            filled = 0;
        }
    }
}
