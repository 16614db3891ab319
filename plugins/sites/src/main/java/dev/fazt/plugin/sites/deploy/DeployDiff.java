package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how two deploys differ.
 *
 * @param changes the first 5,000, added files before changed ones before removed ones, by path
 */
public record DeployDiff(long from, long to, long added, long changed, long removed, List<Change> changes) {
    private static final int MOST_CHANGES = 5_000;

    private static final String TREE = "SELECT tree FROM deploys WHERE site = ? AND number = ?";
    private static final String ONLY_SECOND = " FROM tree_files b JOIN file_contents y ON y.hash = b.hash WHERE b.tree = ?"
            + " AND NOT EXISTS (SELECT 1 FROM tree_files a WHERE a.tree = ? AND a.path = b.path)";
    private static final String DIFFERENT = " FROM tree_files a JOIN tree_files b ON b.path = a.path"
            + " JOIN file_contents x ON x.hash = a.hash JOIN file_contents y ON y.hash = b.hash"
            + " WHERE a.tree = ? AND b.tree = ? AND a.hash <> b.hash";
    private static final String COUNT_ONLY_SECOND = "SELECT COUNT(*) AS files" + ONLY_SECOND;
    private static final String COUNT_DIFFERENT = "SELECT COUNT(*) AS files" + DIFFERENT;
    private static final String LIST_ONLY_SECOND =
            "SELECT b.path AS path, y.bytes AS bytes" + ONLY_SECOND + " ORDER BY b.path LIMIT ?";
    private static final String LIST_DIFFERENT = "SELECT a.path AS path, x.bytes AS before, y.bytes AS after" + DIFFERENT
            + " ORDER BY a.path LIMIT ?";

    public DeployDiff {
        changes = List.copyOf(changes);
    }

    /** Lists what can become of a file. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * Is one file that is not the same in both.
     *
     * @param bytesBefore null if it was not there
     * @param bytesAfter null if it is not there
     */
    public record Change(Kind change, String path, @Nullable Long bytesBefore, @Nullable Long bytesAfter) {}

    /** Compares two deploys of a site that are there. */
    static DeployDiff of(Storage storage, String site, long from, long to) {
        return storage.read(sql -> {
            String before = tree(sql, site, from);
            String after = tree(sql, site, to);
            if (before.equals(after)) {
                return new DeployDiff(from, to, 0, 0, 0, List.of());
            }
            List<Change> changes = new ArrayList<>(sql.query(
                    LIST_ONLY_SECOND,
                    row -> new Change(Kind.ADDED, row.text("path"), null, row.integer("bytes")),
                    after,
                    before,
                    MOST_CHANGES));
            changes.addAll(sql.query(
                    LIST_DIFFERENT,
                    row -> new Change(Kind.CHANGED, row.text("path"), row.integer("before"), row.integer("after")),
                    before,
                    after,
                    MOST_CHANGES));
            changes.addAll(sql.query(
                    LIST_ONLY_SECOND,
                    row -> new Change(Kind.REMOVED, row.text("path"), row.integer("bytes"), null),
                    before,
                    after,
                    MOST_CHANGES));
            return new DeployDiff(
                    from,
                    to,
                    count(sql, COUNT_ONLY_SECOND, after, before),
                    count(sql, COUNT_DIFFERENT, before, after),
                    count(sql, COUNT_ONLY_SECOND, before, after),
                    changes.subList(0, Math.min(MOST_CHANGES, changes.size())));
        });
    }

    private static String tree(Sql sql, String site, long number) {
        return sql.first(TREE, row -> row.text("tree"), site, number)
                .orElseThrow(() -> DeployRecords.unknown(site, number));
    }

    private static long count(Sql sql, String statement, String first, String second) {
        return sql.first(statement, row -> row.integer("files"), first, second).orElse(0L);
    }
}
