package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.RowMapper;
import dev.fazt.api.storage.Storage;
import java.time.Instant;
import java.util.List;

/**
 * Answers questions about events. Everything is counted when it is asked, beside the writer: nothing is kept twice, so
 * nothing can disagree. Thread-safe.
 */
final class Reports {
    /** The longest silence within one visit, 30 minutes, as is the custom in web analytics. */
    private static final long SESSION_GAP = 1_800_000L;

    private static final RowMapper<Ranking.Entry> ENTRY =
            row -> new Ranking.Entry(row.text("name"), row.integer("views"), row.integer("visitors"));

    private final Storage storage;

    Reports(Storage storage) {
        this.storage = storage;
    }

    Totals totals(Period period) {
        long since = period.since().toEpochMilli();
        long until = period.until().toEpochMilli();
        int people = period.audience().people();
        int bots = period.audience().bots();
        return storage.read(sql -> {
            Counts counts = sql.first("""
                            SELECT COUNT(*) FILTER (WHERE kind = 'pageview') AS views,
                                   COUNT(*) FILTER (WHERE kind <> 'pageview') AS events,
                                   COUNT(DISTINCT visitor) AS visitors
                            FROM events
                            WHERE site = ? AND time >= ? AND time < ?
                              AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1))""", Counts::of, period.site(), since, until, people, bots)
                    .orElseThrow();
            Visits visits = sql.first("""
                            WITH views AS (
                                SELECT time,
                                       LAG(time) OVER (PARTITION BY visitor ORDER BY time) AS before,
                                       LEAD(time) OVER (PARTITION BY visitor ORDER BY time) AS after
                                FROM events
                                WHERE site = ? AND time >= ? AND time < ? AND kind = 'pageview' AND visitor IS NOT NULL
                                  AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1)))
                            SELECT COUNT(*) AS sessions,
                                   COUNT(*) FILTER (WHERE after IS NULL OR after - time > ?) AS bounces
                            FROM views
                            WHERE before IS NULL OR time - before > ?""", Visits::of, period.site(), since, until, people, bots, SESSION_GAP, SESSION_GAP)
                    .orElseThrow();
            return new Totals(
                    period.site(),
                    period.since(),
                    period.until(),
                    counts.views(),
                    counts.visitors(),
                    visits.sessions(),
                    visits.bounces(),
                    counts.events());
        });
    }

    /** Ranks the pages by their views. */
    Ranking pages(Period period, int limit) {
        return ranking("""
                SELECT path AS name, COUNT(*) AS views, COUNT(DISTINCT visitor) AS visitors
                FROM events
                WHERE site = ? AND time >= ? AND time < ? AND kind = 'pageview'
                  AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1))
                GROUP BY path
                ORDER BY views DESC, name
                LIMIT ?""", period, limit);
    }

    /** Ranks the sites that visitors came from by the views that they brought. */
    Ranking referrers(Period period, int limit) {
        return ranking("""
                SELECT referrer AS name, COUNT(*) AS views, COUNT(DISTINCT visitor) AS visitors
                FROM events
                WHERE site = ? AND time >= ? AND time < ? AND kind = 'pageview' AND referrer IS NOT NULL
                  AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1))
                GROUP BY referrer
                ORDER BY views DESC, name
                LIMIT ?""", period, limit);
    }

    private Ranking ranking(String statement, Period period, int limit) {
        return new Ranking(storage.read(sql -> sql.query(
                statement,
                ENTRY,
                period.site(),
                period.since().toEpochMilli(),
                period.until().toEpochMilli(),
                period.audience().people(),
                period.audience().bots(),
                limit)));
    }

    /** Counts views and visitors by step of time. */
    Series series(Period period, Interval interval) {
        Series.requireBounded(interval, period);
        long step = interval.countedMillis();
        List<Series.Point> counted = storage.read(sql -> sql.query(
                """
                SELECT time / ? AS step, COUNT(*) AS views, COUNT(DISTINCT visitor) AS visitors
                FROM events
                WHERE site = ? AND time >= ? AND time < ? AND kind = 'pageview'
                  AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1))
                GROUP BY step
                ORDER BY step
                LIMIT ?""",
                row -> new Series.Point(
                        Instant.ofEpochMilli(row.integer("step") * step),
                        row.integer("views"),
                        row.integer("visitors")),
                step,
                period.site(),
                period.since().toEpochMilli(),
                period.until().toEpochMilli(),
                period.audience().people(),
                period.audience().bots(),
                // Days of a series by month may be more than its points.
                Series.MOST_POINTS * 32));
        return Series.of(interval, period, counted);
    }

    /** Returns the next events of a period after a place in it, in order of time. */
    List<ExportRow> page(Period period, ExportRow.Place after, int limit) {
        return storage.read(sql -> sql.query(
                """
                SELECT id, time, kind, path, referrer, utm_source, utm_medium, utm_campaign, browser, os, device, visitor,
                       bot, props
                FROM events
                WHERE site = ? AND time >= ? AND time < ? AND (time, id) > (?, ?)
                  AND ((bot IS NULL AND ? = 1) OR (bot IS NOT NULL AND ? = 1))
                ORDER BY time, id
                LIMIT ?""",
                ExportRow::of,
                period.site(),
                period.since().toEpochMilli(),
                period.until().toEpochMilli(),
                after.time(),
                after.id(),
                period.audience().people(),
                period.audience().bots(),
                limit));
    }

    private record Counts(long views, long visitors, long events) {
        static Counts of(Row row) {
            return new Counts(row.integer("views"), row.integer("visitors"), row.integer("events"));
        }
    }

    private record Visits(long sessions, long bounces) {
        static Visits of(Row row) {
            return new Visits(row.integer("sessions"), row.integer("bounces"));
        }
    }
}
