package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes events that are older than their site wants to keep them. Thread-safe. */
final class Retention {
    /** How long events are kept unless the owner says otherwise: two years. */
    static final int USUAL_DAYS = 730;

    private static final long DAY = 86_400_000L;
    private static final int BATCH = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final Storage storage;
    private final Clock clock;

    Retention(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Sets how many days a site keeps its events. */
    void keep(String site, int days) {
        storage.write(sql -> sql.update("""
                INSERT INTO event_retention (site, days) VALUES (?, ?)
                ON CONFLICT (site) DO UPDATE SET days = excluded.days""", site, days));
    }

    /** Counts the events of a site that are older than some days. */
    long olderThan(String site, int days) {
        long until = clock.millis() - days * DAY;
        return storage.read(sql -> sql.first(
                        "SELECT COUNT(*) AS events FROM events WHERE site = ? AND time < ?",
                        row -> row.integer("events"),
                        site,
                        until)
                .orElse(0L));
    }

    /** Deletes what is past its time, in small units of work, so that others can write in between. */
    void sweep() {
        // From site to site along the index, which also finds those that the registry no longer knows.
        for (Optional<String> site = siteAfter(""); site.isPresent(); site = siteAfter(site.get())) {
            sweep(site.get());
        }
    }

    private Optional<String> siteAfter(String site) {
        return storage.read(sql -> sql.first(
                "SELECT site FROM events WHERE site > ? ORDER BY site LIMIT 1", row -> row.text("site"), site));
    }

    private void sweep(String site) {
        long days = storage.read(sql -> sql.first(
                        "SELECT days FROM event_retention WHERE site = ?", row -> row.integer("days"), site)
                .orElse((long) USUAL_DAYS));
        long until = clock.millis() - days * DAY;
        long total = 0;
        int deleted;
        do {
            deleted = storage.write(sql -> sql.update("""
                    DELETE FROM events WHERE id IN (
                        SELECT id FROM events WHERE site = ? AND time < ? ORDER BY time LIMIT ?)""", site, until, BATCH));
            total += deleted;
        } while (deleted == BATCH && !Thread.currentThread().isInterrupted());
        if (total > 0) {
            log.info("deleted {} events of {} that were older than {} days", total, site, days);
        }
    }
}
