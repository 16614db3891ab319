package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.archive.ArchiveFile;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores deploys and the pointer to the live one. Thread-safe. */
public final class DeployStore {
    private static final int LISTED = 500;
    private static final int LOOKED_UP_AT_A_TIME = 500;

    private static final String COMPRESSION = "SELECT gzip_bytes FROM file_contents WHERE hash = ?";
    private static final String NEXT_NUMBER =
            "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM deploys WHERE site = ?";
    private static final String INSERT_DEPLOY = "INSERT INTO deploys"
            + " (site, number, created_at, author, message, files, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_FILE =
            "INSERT INTO deploy_files (site, number, path, hash) VALUES (?, ?, ?, ?)";
    private static final String MISSING_CONTENTS = "SELECT COUNT(*) AS missing FROM deploy_files f"
            + " WHERE f.site = ? AND f.number = ?"
            + " AND NOT EXISTS (SELECT 1 FROM file_contents c WHERE c.hash = f.hash)";
    private static final String SWAP = "INSERT INTO live_deploys (site, number, live_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (site) DO UPDATE SET number = excluded.number, live_at = excluded.live_at";
    private static final String LIVE = "SELECT number, live_at FROM live_deploys WHERE site = ?";
    private static final String FILES = "SELECT f.path, f.hash, c.bytes, c.gzip_bytes FROM deploy_files f"
            + " JOIN file_contents c ON c.hash = f.hash WHERE f.site = ? AND f.number = ?";
    private static final String DEPLOYS = "SELECT number, created_at, author, message, files, bytes FROM deploys"
            + " WHERE site = ? ORDER BY number DESC LIMIT ?";
    private static final String EXISTS = "SELECT number FROM deploys WHERE site = ? AND number = ?";
    private static final String PREVIOUS =
            "SELECT number FROM deploys WHERE site = ? AND number < ? ORDER BY number DESC LIMIT 1";

    private final Storage storage;
    private final Clock clock;

    public DeployStore(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Finds out which of the contents are stored.
     *
     * @return by hash, whether a compressed form was tried; contents that are not stored are absent
     */
    Map<String, Boolean> stored(List<String> hashes) {
        Map<String, Boolean> found = new HashMap<>();
        // In slices, because there are few readers and a site may have 20,000 files.
        for (int from = 0; from < hashes.size(); from += LOOKED_UP_AT_A_TIME) {
            List<String> slice = hashes.subList(from, Math.min(hashes.size(), from + LOOKED_UP_AT_A_TIME));
            found.putAll(storage.read(sql -> {
                Map<String, Boolean> part = new HashMap<>();
                slice.forEach(hash -> sql.first(COMPRESSION, row -> row.integerOrNull("gzip_bytes") != null, hash)
                        .ifPresent(tried -> part.put(hash, tried)));
                return part;
            }));
        }
        return found;
    }

    /** Records a deploy whose contents are all stored, and makes it live, in one unit of work. */
    long publish(Site site, String author, @Nullable String message, List<ArchiveFile> files) {
        long now = clock.millis();
        long bytes = files.stream().mapToLong(ArchiveFile::bytes).sum();
        return storage.write(sql -> {
            long number = sql.first(NEXT_NUMBER, row -> row.integer("number"), site.name())
                    .orElseThrow();
            sql.update(INSERT_DEPLOY, site.name(), number, now, author, message, (long) files.size(), bytes);
            List<@Nullable Object[]> rows = new ArrayList<>(files.size());
            files.forEach(file -> rows.add(new @Nullable Object[] {site.name(), number, file.path(), file.hash()}));
            sql.batch(INSERT_FILE, rows);
            long missing = sql.first(MISSING_CONTENTS, row -> row.integer("missing"), site.name(), number)
                    .orElseThrow();
            if (missing > 0) {
                throw FaztException.conflict("the deploy was interrupted by an upgrade of the plugin: repeat it");
            }
            sql.update(SWAP, site.name(), number, now);
            return number;
        });
    }

    /**
     * Makes another deploy live.
     *
     * @param number which one, or null for the one before the live one
     * @return the number of the deploy that is live now
     */
    long rollBack(Site site, @Nullable Long number) {
        long now = clock.millis();
        return storage.write(sql -> {
            LiveDeploy live = live(sql, site)
                    .orElseThrow(() -> FaztException.notFound("site '%s' has no deploy".formatted(site.name())));
            long target = number == null ? previous(sql, site, live.number()) : existing(sql, site, number);
            if (target != live.number()) {
                sql.update(SWAP, site.name(), target, now);
            }
            return target;
        });
    }

    private static long previous(Sql sql, Site site, long live) {
        return sql.first(PREVIOUS, row -> row.integer("number"), site.name(), live)
                .orElseThrow(() -> FaztException.conflict(
                        "deploy %d of '%s' is the first: there is none before it".formatted(live, site.name())));
    }

    private static long existing(Sql sql, Site site, long number) {
        return sql.first(EXISTS, row -> row.integer("number"), site.name(), number)
                .orElseThrow(() -> FaztException.notFound(
                        "site '%s' has no deploy %d: list them with sites.deploys".formatted(site.name(), number)));
    }

    /** Lists the latest deploys of a site, newest first. */
    List<Deploy> deploys(Site site) {
        return storage.read(sql -> {
            long live = live(sql, site).map(LiveDeploy::number).orElse(0L);
            return sql.query(
                    DEPLOYS,
                    row -> new Deploy(
                            row.integer("number"),
                            row.integer("number") == live,
                            Instant.ofEpochMilli(row.integer("created_at")),
                            row.text("author"),
                            row.textOrNull("message"),
                            row.integer("files"),
                            row.integer("bytes")),
                    site.name(),
                    LISTED);
        });
    }

    /** Returns which deploy of a site is live. */
    public Optional<LiveDeploy> live(Site site) {
        return storage.read(sql -> live(sql, site));
    }

    /** Passes each file of the live deploy to the consumer, and returns which deploy it was, from one snapshot. */
    public Optional<LiveDeploy> readLive(Site site, Consumer<DeployedFile> files) {
        return storage.read(sql -> {
            Optional<LiveDeploy> live = live(sql, site);
            if (live.isPresent()) {
                sql.each(
                        FILES,
                        row -> {
                            Long gzipBytes = row.integerOrNull("gzip_bytes");
                            files.accept(new DeployedFile(
                                    row.text("path"),
                                    row.text("hash"),
                                    row.integer("bytes"),
                                    gzipBytes == null ? 0 : gzipBytes));
                        },
                        site.name(),
                        live.get().number());
            }
            return live;
        });
    }

    private static Optional<LiveDeploy> live(Sql sql, Site site) {
        return sql.first(
                LIVE,
                row -> new LiveDeploy(row.integer("number"), Instant.ofEpochMilli(row.integer("live_at"))),
                site.name());
    }
}
