package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the table {@code events}. Thread-safe.
 *
 * <p>Each batch leaves a mark in {@code event_batches} until the next one is durable, so that a batch whose fate was unknown can
 * be written again and is there once.
 */
final class EventStore {
    private static final long MARK_AGE = 86_400_000L;

    private final Storage storage;
    private final Queue<String> finished = new ConcurrentLinkedQueue<>();

    EventStore(Storage storage) {
        this.storage = storage;
    }

    /**
     * Writes a batch in one unit of work; returns when it is durable.
     *
     * @param batch names it: written once, however often it is given
     * @param now epoch milliseconds
     */
    void append(String batch, long now, List<EventRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var marks = new ArrayList<String>();
        for (String mark = finished.poll(); mark != null; mark = finished.poll()) {
            marks.add(mark);
        }
        try {
            storage.write(sql -> append(sql, batch, now, rows, marks));
        } catch (RuntimeException e) {
            finished.addAll(marks);
            throw e;
        }
        finished.add(batch);
    }

    private static int append(Sql sql, String batch, long now, List<EventRow> rows, List<String> marks) {
        int fresh = sql.update(
                "INSERT INTO event_batches (id, time) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", batch, now);
        if (fresh == 0) {
            return 0;
        }
        for (String mark : marks) {
            sql.update("DELETE FROM event_batches WHERE id = ?", mark);
        }
        // Only the one writer gets here, so the highest number is known; ascending keys fill the pages of the table.
        long last = sql.first("SELECT COALESCE(MAX(id), 0) AS last FROM events", row -> row.integer("last"))
                .orElse(0L);
        return sql.batch("""
                INSERT INTO events (id, site, kind, time, path, referrer, utm_source, utm_medium, utm_campaign,
                        browser, os, device, visitor, bot, props)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", parameters(rows, last + 1));
    }

    private static List<@Nullable Object[]> parameters(List<EventRow> rows, long first) {
        var parameters = new ArrayList<@Nullable Object[]>(rows.size());
        long id = first;
        for (EventRow row : rows) {
            parameters.add(new @Nullable Object[] {
                id++,
                row.site(),
                row.kind(),
                row.time(),
                row.path(),
                row.referrer(),
                row.campaign().source(),
                row.campaign().medium(),
                row.campaign().name(),
                row.client().browser(),
                row.client().os(),
                row.client().device(),
                row.visitor(),
                row.client().bot(),
                row.props()
            });
        }
        return parameters;
    }

    /** Removes the marks of batches that no process will write again. */
    void forgetOldBatches(long now) {
        storage.write(sql -> sql.update("DELETE FROM event_batches WHERE time < ?", now - MARK_AGE));
    }
}
