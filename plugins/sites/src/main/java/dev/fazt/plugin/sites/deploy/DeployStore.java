package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads what deploys show. Thread-safe. */
public final class DeployStore {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern SHORT_ID = Pattern.compile("[0-9a-f]{8}([0-9a-f]{24})?");

    private static final String LIVE = "SELECT d.tree, d.number, l.live_at AS since, d.expires_at FROM live_deploys l"
            + " JOIN deploys d ON d.site = l.site AND d.number = l.number WHERE l.site = ?";
    private static final String BY_NUMBER = "SELECT tree, number, created_at AS since, expires_at FROM deploys"
            + " WHERE site = ? AND number = ? AND (expires_at IS NULL OR expires_at > ?)";
    private static final String BY_ID = "SELECT tree, number, created_at AS since, expires_at FROM deploys"
            + " WHERE site = ? AND tree >= ? AND tree < ?"
            + " AND (expires_at IS NULL OR expires_at > ?) ORDER BY number DESC LIMIT 1";
    private static final String FILES = "SELECT f.path, f.hash, c.bytes, COALESCE(c.gzip_bytes, 0) AS gzip_bytes,"
            + " COALESCE(c.brotli_bytes, 0) AS brotli_bytes FROM tree_files f"
            + " JOIN file_contents c ON c.hash = f.hash WHERE f.tree = ?";

    private static final int MOST_RETIRED = 20_000;
    private static final String RETIRED = "SELECT f.path, f.hash, c.bytes, COALESCE(c.gzip_bytes, 0) AS gzip_bytes,"
            + " COALESCE(c.brotli_bytes, 0) AS brotli_bytes, d.retired_at FROM deploys d"
            + " JOIN tree_files f ON f.tree = d.tree JOIN file_contents c ON c.hash = f.hash"
            + " WHERE d.site = ? AND d.retired_at > ?"
            + " AND f.path NOT IN (SELECT n.path FROM live_deploys l"
            + " JOIN deploys v ON v.site = l.site AND v.number = l.number JOIN tree_files n ON n.tree = v.tree"
            + " WHERE l.site = ?) ORDER BY d.retired_at DESC LIMIT ?";

    private final Storage storage;

    public DeployStore(Storage storage) {
        this.storage = storage;
    }

    /** Is a deploy with the name of its tree. */
    private record Found(String tree, ShownDeploy shown) {}

    /** Returns which deploy of a site is live. */
    public Optional<ShownDeploy> live(Site site) {
        return storage.read(sql -> sql.first(LIVE, DeployStore::found, site.name()).map(Found::shown));
    }

    /** Passes each file of the live deploy to the consumer, and returns which deploy it was, from one snapshot. */
    public Optional<ShownDeploy> readLive(Site site, Consumer<DeployedFile> files) {
        return storage.read(sql -> read(sql, sql.first(LIVE, DeployStore::found, site.name()), files));
    }

    /**
     * Passes each file of a deploy to the consumer, and returns which deploy it was, from one snapshot.
     *
     * @param reference its number, or its id, whole or short: of several with the same files, the newest is meant
     * @param now until when a preview must last to be there
     * @return empty if there is none, or the reference is neither
     */
    public Optional<ShownDeploy> read(Site site, String reference, Instant now, Consumer<DeployedFile> files) {
        return storage.read(sql -> read(sql, find(sql, site, reference, now), files));
    }

    /** Passes files to the consumer that visitors saw since then and do not see now, the latest first. */
    public void readRetired(Site site, Instant since, Consumer<RetiredFile> files) {
        storage.read(sql -> {
            sql.each(
                    RETIRED,
                    row -> files.accept(new RetiredFile(file(row), Instant.ofEpochMilli(row.integer("retired_at")))),
                    site.name(),
                    since.toEpochMilli(),
                    site.name(),
                    MOST_RETIRED);
            return site;
        });
    }

    private static Optional<Found> find(Sql sql, Site site, String reference, Instant now) {
        Optional<Found> found = Optional.empty();
        if (NUMBER.matcher(reference).matches()) {
            found = sql.first(BY_NUMBER, DeployStore::found, site.name(), Long.parseLong(reference), now.toEpochMilli());
        }
        if (found.isEmpty() && SHORT_ID.matcher(reference).matches()) {
            // The letter that follows the last one of hexadecimal ends the range of the prefix.
            found = sql.first(BY_ID, DeployStore::found, site.name(), reference, reference + "g", now.toEpochMilli());
        }
        return found;
    }

    private static Optional<ShownDeploy> read(Sql sql, Optional<Found> found, Consumer<DeployedFile> files) {
        found.ifPresent(deploy -> sql.each(FILES, row -> files.accept(file(row)), deploy.tree()));
        return found.map(Found::shown);
    }

    private static DeployedFile file(Row row) {
        return new DeployedFile(
                row.text("path"),
                row.text("hash"),
                row.integer("bytes"),
                row.integer("gzip_bytes"),
                row.integer("brotli_bytes"));
    }

    private static Found found(Row row) {
        Long expiresAt = row.integerOrNull("expires_at");
        return new Found(
                row.text("tree"),
                new ShownDeploy(
                        row.integer("number"),
                        Instant.ofEpochMilli(row.integer("since")),
                        expiresAt == null ? null : Instant.ofEpochMilli(expiresAt)));
    }
}
