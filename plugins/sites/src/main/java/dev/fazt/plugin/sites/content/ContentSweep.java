package dev.fazt.plugin.sites.content;

import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Removes contents that no tree lists, and chunks that belong to no content: what deploys that were removed, given up or killed
 * left behind.
 *
 * <p>Works in small units. The caller keeps uploads out meanwhile, since the chunks of one in progress look the same. A content
 * that waits for its deploy is left for a while.
 */
public final class ContentSweep {
    private static final int BATCH = 50;
    private static final int CHUNKS_AT_A_TIME = 64;

    private static final String ABANDONED_CONTENTS = "SELECT c.hash FROM file_contents c"
            + " WHERE (c.unlisted_since IS NULL OR c.unlisted_since < ?)"
            + " AND NOT EXISTS (SELECT 1 FROM tree_files f WHERE f.hash = c.hash) LIMIT ?";
    private static final String DELETE_CONTENT = "DELETE FROM file_contents WHERE hash = ?"
            + " AND NOT EXISTS (SELECT 1 FROM tree_files f WHERE f.hash = file_contents.hash)";
    private static final String ABANDONED_CHUNKS = "SELECT k.hash, k.encoding, k.position FROM file_chunks k"
            + " WHERE NOT EXISTS (SELECT 1 FROM file_contents c WHERE c.hash = k.hash) LIMIT ?";
    private static final String DELETE_CHUNK = "DELETE FROM file_chunks WHERE hash = ? AND encoding = ? AND position = ?"
            + " AND NOT EXISTS (SELECT 1 FROM file_contents c WHERE c.hash = file_chunks.hash)";

    /** For how long an upload that no deploy followed is kept: whoever repeats a deploy need not send it again. */
    public static final Duration GRACE = Duration.ofHours(6);

    private final Storage storage;
    private final Clock clock;

    public ContentSweep(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Identifies one chunk. */
    private record Chunk(String hash, String encoding, long position) {}

    /** Sweeps until nothing is left to remove, and returns how many contents and chunks went. */
    public long run() {
        long removed = 0;
        long round;
        do {
            round = contents() + chunks();
            removed += round;
        } while (round > 0 && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private long contents() {
        long uploadedBefore = clock.millis() - GRACE.toMillis();
        List<String> hashes =
                storage.read(sql -> sql.query(ABANDONED_CONTENTS, row -> row.text("hash"), uploadedBefore, BATCH));
        if (hashes.isEmpty()) {
            return 0;
        }
        return storage.write(sql -> hashes.stream()
                .mapToLong(hash -> sql.update(DELETE_CONTENT, hash))
                .sum());
    }

    private long chunks() {
        List<Chunk> chunks = storage.read(sql -> sql.query(
                ABANDONED_CHUNKS,
                row -> new Chunk(row.text("hash"), row.text("encoding"), row.integer("position")),
                CHUNKS_AT_A_TIME));
        if (chunks.isEmpty()) {
            return 0;
        }
        return storage.write(sql -> chunks.stream()
                .mapToLong(chunk -> sql.update(DELETE_CHUNK, chunk.hash, chunk.encoding, chunk.position))
                .sum());
    }
}
