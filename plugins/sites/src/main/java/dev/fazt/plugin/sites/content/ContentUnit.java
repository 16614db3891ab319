package dev.fazt.plugin.sites.content;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is what one unit of work stores: chunks, and the contents that are complete with them. Of bounded size, so that a large file does
 * not hold up the shared writer. Not thread-safe while it is filled; stored any number of times after.
 */
final class ContentUnit {
    /** Bound a unit: a few milliseconds of the writer that all share. */
    private static final long MOST_BYTES = 512 << 10;

    private static final int MOST_ROWS = 256;

    private static final String INSERT_CHUNK = "INSERT INTO file_chunks (hash, encoding, position, content)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (hash, encoding, position) DO UPDATE SET content = excluded.content";
    private static final String COUNT_CHUNKS =
            "SELECT COUNT(*) AS chunks FROM file_chunks WHERE hash = ? AND encoding = ?";
    private static final String DELETE_CHUNKS =
            "DELETE FROM file_chunks WHERE hash = ? AND encoding = ? AND position >= ?";
    private static final String INSERT_CONTENT =
            "INSERT INTO file_contents (hash, bytes, gzip_bytes, brotli_bytes, unlisted_since, uploaded_for)"
                    + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET gzip_bytes = excluded.gzip_bytes,"
                    + " brotli_bytes = excluded.brotli_bytes WHERE excluded.gzip_bytes IS NOT NULL"
                    + " AND (file_contents.gzip_bytes IS NULL OR file_contents.brotli_bytes IS NULL)";

    private final List<@Nullable Object[]> chunks = new ArrayList<>();
    private final List<WrittenContent> contents = new ArrayList<>();
    private long bytes;

    void add(String hash, Encoding encoding, int position, byte[] chunk) {
        chunks.add(new @Nullable Object[] {hash, encoding.token(), position, chunk});
        bytes += chunk.length;
    }

    void add(WrittenContent content) {
        contents.add(content);
    }

    boolean full() {
        return bytes >= MOST_BYTES || chunks.size() >= MOST_ROWS || contents.size() >= MOST_ROWS;
    }

    boolean empty() {
        return chunks.isEmpty() && contents.isEmpty();
    }

    /**
     * Stores everything.
     *
     * @param site for which it was sent
     */
    int store(Sql sql, String site, long now) {
        if (!chunks.isEmpty()) {
            sql.batch(INSERT_CHUNK, chunks);
        }
        contents.forEach(content -> complete(sql, content, site, now));
        return chunks.size();
    }

    private static void complete(Sql sql, WrittenContent content, String site, long now) {
        boolean complete = cut(sql, content.hash(), Encoding.IDENTITY, content.chunks());
        for (WrittenContent.Form form : content.forms()) {
            complete &= cut(sql, content.hash(), form.encoding(), form.keptChunks());
        }
        // The plugin's next generation may have swept the chunks of this one, which it took for abandoned.
        if (!complete) {
            throw FaztException.conflict("the deploy was interrupted by an upgrade of the plugin: repeat it");
        }
        sql.update(
                INSERT_CONTENT,
                content.hash(),
                content.bytes(),
                content.bytesOf(Encoding.GZIP),
                content.bytesOf(Encoding.BROTLI),
                now,
                site);
    }

    /** Removes what is too much, such as that of an earlier try that was killed and compressed in another way; tells whether all is there. */
    private static boolean cut(Sql sql, String hash, Encoding encoding, int chunks) {
        sql.update(DELETE_CHUNKS, hash, encoding.token(), chunks);
        return sql.first(COUNT_CHUNKS, row -> row.integer("chunks"), hash, encoding.token()).orElse(0L) == chunks;
    }
}
