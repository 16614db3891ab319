package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which deploys of a site are too many: all but the newest ones and the live one.
 *
 * @param freedBytes what their files take that no other deploy of any site needs
 */
public record Pruning(boolean dryRun, List<Removed> removed, long kept, long freedBytes) {
    private static final String OLDEST_KEPT =
            "SELECT number FROM deploys WHERE site = ? ORDER BY number DESC LIMIT 1 OFFSET ?";
    private static final String NOT_LIVE =
            " AND NOT EXISTS (SELECT 1 FROM live_deploys l WHERE l.site = d.site AND l.number = d.number)";
    private static final String LIST = "SELECT d.number, d.created_at, d.message, d.files, d.bytes FROM deploys d"
            + " WHERE d.site = ? AND d.number < ?" + NOT_LIVE + " ORDER BY d.number DESC";
    private static final String COUNT = "SELECT COUNT(*) AS deploys FROM deploys WHERE site = ?";
    private static final String FREED = "WITH gone AS (SELECT d.tree FROM deploys d WHERE d.site = ? AND d.number < ?" + NOT_LIVE
            + "), needed AS (SELECT d.tree FROM deploys d WHERE d.site <> ? OR d.number >= ? OR EXISTS"
            + " (SELECT 1 FROM live_deploys l WHERE l.site = d.site AND l.number = d.number)),"
            + " hashes AS (SELECT DISTINCT f.hash FROM tree_files f WHERE f.tree IN (SELECT tree FROM gone))"
            + " SELECT COALESCE(SUM(c.bytes + COALESCE(c.gzip_bytes, 0) + COALESCE(c.brotli_bytes, 0)), 0) AS freed FROM hashes h"
            + " JOIN file_contents c ON c.hash = h.hash WHERE NOT EXISTS"
            + " (SELECT 1 FROM tree_files f WHERE f.hash = h.hash AND f.tree IN (SELECT tree FROM needed))";
    private static final String DELETE = "DELETE FROM deploys WHERE site = ? AND number < ? AND NOT EXISTS"
            + " (SELECT 1 FROM live_deploys l WHERE l.site = deploys.site AND l.number = deploys.number)";

    public Pruning {
        removed = List.copyOf(removed);
    }

    /** Is one deploy that is too many. */
    public record Removed(long number, Instant createdAt, @Nullable String message, long files, long bytes) {}

    /** Removes the deploys of a site that are too many, or only tells which those are. Their contents are left to the sweep. */
    static Pruning run(Storage storage, String site, long keep, boolean dryRun) {
        Pruning plan = storage.read(sql -> plan(sql, site, keep, dryRun));
        if (!dryRun && !plan.removed.isEmpty()) {
            // What was made live meanwhile stays: the unit looks for itself.
            long below = plan.removed.getFirst().number() + 1;
            storage.write(sql -> sql.update(DELETE, site, below));
        }
        return plan;
    }

    private static Pruning plan(Sql sql, String site, long keep, boolean dryRun) {
        long oldestKept = sql.first(OLDEST_KEPT, row -> row.integer("number"), site, keep - 1)
                .orElse(0L);
        List<Removed> removed = sql.query(
                LIST,
                row -> new Removed(
                        row.integer("number"),
                        Instant.ofEpochMilli(row.integer("created_at")),
                        row.textOrNull("message"),
                        row.integer("files"),
                        row.integer("bytes")),
                site,
                oldestKept);
        long all = sql.first(COUNT, row -> row.integer("deploys"), site).orElse(0L);
        long freed = removed.isEmpty()
                ? 0
                : sql.first(FREED, row -> row.integer("freed"), site, oldestKept, site, oldestKept)
                        .orElse(0L);
        return new Pruning(dryRun, removed, all - removed.size(), freed);
    }
}
