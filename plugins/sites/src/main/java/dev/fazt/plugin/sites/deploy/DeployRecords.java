package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Records deploys and the pointer to the live one, each change in one short unit of work. Thread-safe. */
public final class DeployRecords {
    private static final int LISTED = 500;
    private static final int SHORT_ID = 8;

    private static final String NEXT_NUMBER = "INSERT INTO deploy_numbers (site, last) VALUES (?, 1)"
            + " ON CONFLICT (site) DO UPDATE SET last = deploy_numbers.last + 1 RETURNING last";
    private static final String INSERT_DEPLOY = "INSERT INTO deploys"
            + " (site, number, created_at, author, message, files, bytes, tree, preview, expires_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String RETIRE = "UPDATE deploys SET retired_at = ? WHERE site = ? AND number ="
            + " (SELECT number FROM live_deploys WHERE site = ?)";
    private static final String SHOW =
            "UPDATE deploys SET preview = 0, expires_at = NULL, retired_at = NULL WHERE site = ? AND number = ?";
    private static final String SWAP = "INSERT INTO live_deploys (site, number, live_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (site) DO UPDATE SET number = excluded.number, live_at = excluded.live_at";
    private static final String LIVE = "SELECT number FROM live_deploys WHERE site = ?";
    private static final String COLUMNS = "SELECT d.number, d.tree, d.preview, d.created_at, d.author, d.message, d.files,"
            + " d.bytes, d.expires_at, l.number AS live FROM deploys d LEFT JOIN live_deploys l"
            + " ON l.site = d.site AND l.number = d.number WHERE d.site = ?";
    private static final String DEPLOYS = COLUMNS + " ORDER BY d.number DESC LIMIT ?";
    private static final String DEPLOY = COLUMNS + " AND d.number = ?";
    private static final String PREVIOUS = "SELECT number FROM deploys WHERE site = ? AND number < ? AND preview = 0"
            + " ORDER BY number DESC LIMIT 1";

    private final Storage storage;
    private final Sites sites;
    private final Clock clock;

    public DeployRecords(Storage storage, Sites sites, Clock clock) {
        this.storage = storage;
        this.sites = sites;
        this.clock = clock;
    }

    /**
     * Records a deploy of a staged tree, with its site if that is new, and makes it live unless it is a preview: all or nothing.
     *
     * @return its number, which counts in the order of finishing; empty if the sweep took the tree, so that it is to be staged again
     */
    OptionalLong publish(Intent intent, Tree tree) {
        long now = clock.millis();
        String site = intent.site().name();
        Instant expiresAt = intent.expiresAt();
        return storage.write(sql -> {
            if (!TreeStore.complete(sql, tree.id(), now)) {
                return OptionalLong.empty();
            }
            sites.create(intent.site(), sql);
            long number =
                    sql.query(NEXT_NUMBER, row -> row.integer("last"), site).getFirst();
            sql.update(
                    INSERT_DEPLOY,
                    site,
                    number,
                    now,
                    intent.author(),
                    intent.message(),
                    (long) tree.files().size(),
                    tree.bytes(),
                    tree.id(),
                    intent.preview(),
                    expiresAt == null ? null : expiresAt.toEpochMilli());
            if (!intent.preview()) {
                swap(sql, site, number, now);
            }
            return OptionalLong.of(number);
        });
    }

    /**
     * Shows an earlier deploy again, or a later one.
     *
     * @param number which one, or null for the one before the live one
     * @return the number of the deploy that is live now
     */
    long rollBack(Site site, @Nullable Long number) {
        long now = clock.millis();
        return storage.write(sql -> {
            long live = live(sql, site);
            long target = number == null ? previous(sql, site, live) : number;
            Deploy deploy = existing(sql, site, target);
            if (deploy.preview()) {
                throw FaztException.conflict(
                        "deploy %d of '%s' is a preview, which was never live: use 'fazt site promote %s %d'"
                                .formatted(target, site.name(), site.name(), target));
            }
            if (target != live) {
                swap(sql, site.name(), target, now);
            }
            return target;
        });
    }

    /** Makes a deploy live, also one that was a preview. */
    void promote(Site site, long number) {
        long now = clock.millis();
        storage.write(sql -> {
            if (!existing(sql, site, number).live()) {
                swap(sql, site.name(), number, now);
            }
            return number;
        });
    }

    private static void swap(Sql sql, String site, long number, long now) {
        sql.update(RETIRE, now, site, site);
        sql.update(SHOW, site, number);
        sql.update(SWAP, site, number, now);
    }

    private static long live(Sql sql, Site site) {
        return sql.first(LIVE, row -> row.integer("number"), site.name())
                .orElseThrow(() -> FaztException.notFound("site '%s' has no live deploy".formatted(site.name())));
    }

    private static long previous(Sql sql, Site site, long live) {
        return sql.first(PREVIOUS, row -> row.integer("number"), site.name(), live)
                .orElseThrow(() -> FaztException.conflict(
                        "deploy %d of '%s' is the first: there is none before it".formatted(live, site.name())));
    }

    private static Deploy existing(Sql sql, Site site, long number) {
        return find(sql, site, number).orElseThrow(() -> unknown(site.name(), number));
    }

    static FaztException unknown(String site, long number) {
        return FaztException.notFound(
                "site '%s' has no deploy %d: 'fazt site deploys %s' lists them".formatted(site, number, site));
    }

    private static Optional<Deploy> find(Sql sql, Site site, long number) {
        return sql.first(DEPLOY, DeployRecords::deploy, site.name(), number);
    }

    /** Removes all but the newest deploys of a site and the live one, or tells which would go. */
    Pruning prune(Site site, long keep, boolean dryRun) {
        return Pruning.run(storage, site.name(), keep, dryRun);
    }

    /**
     * Compares two deploys of a site.
     *
     * @throws FaztException if one is not there
     */
    DeployDiff diff(Site site, long from, long to) {
        return DeployDiff.of(storage, site.name(), from, to);
    }

    /** Lists the latest deploys of a site, newest first. */
    List<Deploy> deploys(Site site) {
        return storage.read(sql -> sql.query(DEPLOYS, DeployRecords::deploy, site.name(), LISTED));
    }

    private static Deploy deploy(Row row) {
        Long expiresAt = row.integerOrNull("expires_at");
        String tree = row.text("tree");
        return new Deploy(
                row.integer("number"),
                shortId(tree),
                row.integerOrNull("live") != null,
                row.flag("preview"),
                Instant.ofEpochMilli(row.integer("created_at")),
                row.text("author"),
                row.textOrNull("message"),
                row.integer("files"),
                row.integer("bytes"),
                expiresAt == null ? null : Instant.ofEpochMilli(expiresAt));
    }

    static String shortId(String tree) {
        return tree.substring(0, Math.min(SHORT_ID, tree.length()));
    }
}
