package dev.fazt.plugin.sites.content;

import dev.fazt.api.storage.Storage;
import java.util.List;

/**
 * Removes contents that no deploy holds, and chunks that belong to no content: what a deploy that was killed left behind.
 *
 * <p>Works in small units. The caller keeps deploys out meanwhile, since the contents of a deploy in progress look the same.
 */
public final class ContentSweep {
    private static final int BATCH = 50;
    private static final int CHUNKS_AT_A_TIME = 64;

    private static final String ABANDONED_CONTENTS = "SELECT c.hash FROM file_contents c"
            + " WHERE NOT EXISTS (SELECT 1 FROM deploy_files f WHERE f.hash = c.hash) LIMIT ?";
    private static final String DELETE_CONTENT = "DELETE FROM file_contents WHERE hash = ?"
            + " AND NOT EXISTS (SELECT 1 FROM deploy_files f WHERE f.hash = file_contents.hash)";
    private static final String ABANDONED_CHUNKS = "SELECT k.hash, k.encoding, k.position FROM file_chunks k"
            + " WHERE NOT EXISTS (SELECT 1 FROM file_contents c WHERE c.hash = k.hash) LIMIT ?";
    private static final String DELETE_CHUNK = "DELETE FROM file_chunks WHERE hash = ? AND encoding = ? AND position = ?"
            + " AND NOT EXISTS (SELECT 1 FROM file_contents c WHERE c.hash = file_chunks.hash)";

    private final Storage storage;

    public ContentSweep(Storage storage) {
        this.storage = storage;
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
        List<String> hashes = storage.read(sql -> sql.query(ABANDONED_CONTENTS, row -> row.text("hash"), BATCH));
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
