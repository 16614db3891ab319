package dev.fazt.plugin.sites.content;

import dev.fazt.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes contents, with their compressed forms, in units of work of bounded size: many small ones share a commit. While one unit is
 * made durable, the next is read and compressed, on a few threads: not on the virtual threads that answer
 * visitors, who would wait behind them. Not thread-safe; one for each deploy.
 */
public final class ContentWriter implements AutoCloseable {
    /** How many bytes a chunk holds: what a streamed answer has in memory at a time. */
    static final int CHUNK_BYTES = 32 << 10;

    /** Bounded, since each holds some megabytes. */
    private static final int COMPRESSORS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final Storage storage;
    private final Clock clock;
    private final String site;
    private final ExecutorService compressors =
            Executors.newFixedThreadPool(COMPRESSORS, Thread.ofPlatform().daemon().name("sites-compressor-", 0).factory());
    /** Is what is compressed while more is read: of few contents, since they are in memory. */
    private final Deque<Future<CompressedContent>> ahead = new ArrayDeque<>();

    private @Nullable CompletableFuture<Integer> written;
    private ContentUnit unit = new ContentUnit();

    /**
     * Makes a writer.
     *
     * @param site for which the contents are
     */
    public ContentWriter(Storage storage, Clock clock, String site) {
        this.storage = storage;
        this.clock = clock;
        this.site = site;
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
        List<Encoding> forms = Compression.forms(type, bytes);
        if (forms.isEmpty() || bytes > Compression.THOROUGH_BYTES) {
            stream(hash, bytes, forms, content);
            return;
        }
        byte[] whole = content.readAllBytes();
        ahead.add(compressors.submit(() -> CompressedContent.of(hash, whole, forms)));
        if (ahead.size() > COMPRESSORS) {
            addCompressed();
        }
    }

    /** Waits for the content that was handed in first. */
    private void addCompressed() throws IOException {
        try {
            CompressedContent compressed = ahead.remove().get();
            compressed.chunks().forEach(chunk -> add(compressed.content().hash(), chunk.encoding(), chunk.position(), chunk.bytes()));
            add(compressed.content());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was compressed");
        } catch (ExecutionException e) {
            throw new IOException("a file could not be compressed", e.getCause());
        }
    }

    private void stream(String hash, long bytes, List<Encoding> encodings, InputStream content) throws IOException {
        int chunks = 0;
        List<ChunkStream> forms = new ArrayList<>();
        List<OutputStream> streams = new ArrayList<>();
        try {
            for (Encoding encoding : encodings) {
                ChunkStream form = new ChunkStream(hash, encoding, this::add);
                forms.add(form);
                streams.add(Compression.open(encoding, form, bytes));
            }
            for (byte[] chunk = next(content); chunk.length > 0; chunk = next(content)) {
                add(hash, Encoding.IDENTITY, chunks++, chunk);
                for (OutputStream compressor : streams) {
                    compressor.write(chunk);
                }
            }
        } finally {
            // Also after a failure: compressors hold memory outside the heap.
            for (OutputStream compressor : streams) {
                compressor.close();
            }
        }
        add(WrittenContent.of(hash, bytes, chunks, forms));
    }

    private static byte[] next(InputStream content) throws IOException {
        return content.readNBytes(CHUNK_BYTES);
    }

    private void add(String hash, Encoding encoding, int position, byte[] chunk) {
        unit.add(hash, encoding, position, chunk);
        submitIfFull();
    }

    private void add(WrittenContent content) {
        unit.add(content);
        submitIfFull();
    }

    /** Makes everything durable that was written. */
    public void flush() throws IOException {
        while (!ahead.isEmpty()) {
            addCompressed();
        }
        submit();
        await();
    }

    /** Waits for what is on its way, which may be half of a deploy that was given up: the sweep removes it. */
    @Override
    public void close() {
        compressors.close();
        CompletableFuture<Integer> last = written;
        written = null;
        if (last != null) {
            last.handle((rows, failure) -> 0).join();
        }
    }

    private void submitIfFull() {
        if (unit.full()) {
            submit();
        }
    }

    private void submit() {
        await();
        if (!unit.empty()) {
            ContentUnit full = unit;
            unit = new ContentUnit();
            long now = clock.millis();
            written = storage.submit(sql -> full.store(sql, site, now));
        }
    }

    private void await() {
        CompletableFuture<Integer> last = written;
        written = null;
        try {
            if (last != null) {
                last.join();
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
