package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.content.ContentType;
import dev.fazt.plugin.sites.content.ContentWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores trees, in units of work that are short whatever their size. Thread-safe.
 *
 * <p>A content that a tree lists is never swept, so listing it and seeing that it is there is one unit.
 */
final class TreeStore {
    private static final int LOOKED_UP_AT_A_TIME = 500;
    private static final int LISTED_AT_A_TIME = 400;

    private static final String STORED = "SELECT bytes, gzip_bytes, brotli_bytes FROM file_contents WHERE hash = ?";
    private static final String BEGIN = "INSERT INTO trees (id, files, bytes, complete, staged_at)"
            + " VALUES (?, ?, ?, 0, ?) ON CONFLICT (id) DO UPDATE SET staged_at = excluded.staged_at RETURNING complete";
    private static final String UNLISTED = "SELECT unlisted_since FROM file_contents WHERE hash = ?";
    private static final String LISTED = "UPDATE file_contents SET unlisted_since = NULL WHERE hash = ?";
    private static final String INSERT_FILE =
            "INSERT INTO tree_files (tree, path, hash) VALUES (?, ?, ?) ON CONFLICT (tree, path) DO NOTHING";
    private static final String COMPLETE = "UPDATE trees SET complete = 1, staged_at = ?"
            + " WHERE id = ? AND files = (SELECT COUNT(*) FROM tree_files WHERE tree = ?)";

    private final Storage storage;
    private final Clock clock;

    TreeStore(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Is what is known of a stored content. */
    private record Stored(long bytes, boolean compressionTried) {}

    /**
     * Finds the files whose contents have to be stored before a deploy: one for each content.
     *
     * @throws FaztException if a file is listed with another size than its content has
     */
    List<TreeFile> missing(List<TreeFile> files) {
        Map<String, Stored> stored = stored(files);
        List<TreeFile> missing = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (TreeFile file : files) {
            Stored content = stored.get(file.hash());
            if (content != null && content.bytes != file.bytes()) {
                throw FaztException.invalid(
                        "files",
                        "'%s' is listed with %d bytes, and the content of its hash has %d"
                                .formatted(file.path(), file.bytes(), content.bytes));
            }
            ContentType type = ContentType.of(file.path());
            boolean needed = ContentWriter.needed(
                    type, file.bytes(), content != null, content != null && content.compressionTried);
            // The same bytes may be there as a.bin and a.txt: only the second asks for a compressed form.
            if (needed && seen.add(file.hash() + type.compressible())) {
                missing.add(file);
            }
        }
        return missing;
    }

    private Map<String, Stored> stored(List<TreeFile> files) {
        Map<String, Stored> found = new HashMap<>();
        // In slices, because there are few readers and a site may have 20,000 files.
        for (int from = 0; from < files.size(); from += LOOKED_UP_AT_A_TIME) {
            List<TreeFile> slice = files.subList(from, Math.min(files.size(), from + LOOKED_UP_AT_A_TIME));
            found.putAll(storage.read(sql -> {
                Map<String, Stored> part = new HashMap<>();
                slice.forEach(file -> sql.first(
                                STORED,
                                TreeStore::content,
                                file.hash())
                        .ifPresent(content -> part.put(file.hash(), content)));
                return part;
            }));
        }
        return found;
    }

    private static Stored content(Row row) {
        return new Stored(
                row.integer("bytes"),
                ContentWriter.compressionTried(row.integerOrNull("gzip_bytes"), row.integerOrNull("brotli_bytes")));
    }

    /**
     * Lists the files of a tree, to be completed by {@link #complete}.
     *
     * @return false if a content is not there, or no more
     */
    boolean stage(Tree tree) {
        long now = clock.millis();
        boolean complete = storage.write(sql -> sql.query(
                        BEGIN,
                        row -> row.flag("complete"),
                        tree.id(),
                        tree.files().size(),
                        tree.bytes(),
                        now)
                .getFirst());
        if (complete) {
            return true;
        }
        for (int from = 0; from < tree.files().size(); from += LISTED_AT_A_TIME) {
            List<TreeFile> slice =
                    tree.files().subList(from, Math.min(tree.files().size(), from + LISTED_AT_A_TIME));
            if (!storage.write(sql -> list(sql, tree, slice))) {
                return false;
            }
        }
        return true;
    }

    private static boolean list(Sql sql, Tree tree, List<TreeFile> files) {
        List<@Nullable Object[]> rows = new ArrayList<>(files.size());
        for (TreeFile file : files) {
            // Not an Optional of the value: null in the row means that a tree lists it already.
            List<Boolean> unlisted =
                    sql.query(UNLISTED, row -> row.integerOrNull("unlisted_since") != null, file.hash());
            if (unlisted.isEmpty()) {
                return false;
            }
            if (unlisted.getFirst()) {
                sql.update(LISTED, file.hash());
            }
            rows.add(new @Nullable Object[] {tree.id(), file.path(), file.hash()});
        }
        sql.batch(INSERT_FILE, rows);
        return true;
    }

    /** Completes a staged tree within the unit that records its deploy; false if the sweep took it meanwhile. */
    static boolean complete(Sql sql, String tree, long now) {
        return sql.update(COMPLETE, now, tree, tree) == 1;
    }
}
