package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztException;
import dev.fazt.api.PluginContext;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Declares what the owner may ask of the statistics, and checks what they ask. */
final class AnalyticsOperations {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final int USUAL_LIMIT = 10;
    private static final int MOST_ENTRIES = 1_000;
    private static final int LONGEST_RETENTION_DAYS = 36_500;
    static final String SITE = "The site's name";
    static final String SINCE = "Count from this instant, such as 2026-01-31T00:00:00Z; usually 30 days before the end";
    static final String UNTIL = "Count to before this instant; usually now";
    static final String AUDIENCE = "Whom to count: people (usual), bots or all";

    /** Asks for the totals of a site. */
    record TotalsQuery(
            @Description(SITE) String site,
            @Description(SINCE) @Nullable Instant since,
            @Description(UNTIL) @Nullable Instant until,
            @Description(AUDIENCE) @Nullable Audience audience) {}

    /** Asks for what was seen most. */
    record RankingQuery(
            @Description(SITE) String site,
            @Description(SINCE) @Nullable Instant since,
            @Description(UNTIL) @Nullable Instant until,
            @Description(AUDIENCE) @Nullable Audience audience,
            @Description("How many entries at most, 1 to 1,000; usually 10") @Nullable Integer limit) {}

    /** Asks for the course over time. */
    record SeriesQuery(
            @Description(SITE) String site,
            @Description("The step in UTC: hour, day (usual) or month") @Nullable Interval interval,
            @Description("Count from this instant; usually a day, 30 days or a year before the end, by interval")
                    @Nullable Instant since,
            @Description(UNTIL) @Nullable Instant until,
            @Description(AUDIENCE) @Nullable Audience audience) {}

    /** Asks for the events themselves. */
    record ExportQuery(
            @Description(SITE) String site,
            @Description("Export from this instant; usually all") @Nullable Instant since,
            @Description("Export to before this instant; usually now") @Nullable Instant until,
            @Description("Whose events: people, bots or all (usual)") @Nullable Audience audience) {}

    /** Says how long to keep events. */
    record RetentionChange(
            @Description(SITE) String site,
            @Description("How many days to keep its events, 1 to 36,500; 730 unless changed") int days) {}

    /**
     * Says how long events are kept now, or would be.
     *
     * @param older events that are older than that
     */
    record Retained(String site, int days, long older) {}

    private final Sites sites;
    private final Clock clock;
    private final Reports reports;
    private final Retention retention;

    AnalyticsOperations(Sites sites, Clock clock, Reports reports, Retention retention) {
        this.sites = sites;
        this.clock = clock;
        this.reports = reports;
        this.retention = retention;
    }

    void declareOn(PluginContext context) {
        context.operation(Operation.read(
                "analytics.totals",
                "Count views, visitors, visits and events of a site",
                TotalsQuery.class,
                Totals.class,
                (query, call) ->
                        reports.totals(period(query.site(), query.since(), query.until(), query.audience(), USUAL)))
                .on("site"));
        context.operation(Operation.read(
                "analytics.pages",
                "List the pages of a site that were seen most",
                RankingQuery.class,
                Ranking.class,
                (query, call) -> reports.pages(period(query), limit(query)))
                .on("site"));
        context.operation(Operation.read(
                "analytics.referrers",
                "List where the visitors of a site came from",
                RankingQuery.class,
                Ranking.class,
                (query, call) -> reports.referrers(period(query), limit(query)))
                .on("site"));
        context.operation(Operation.read(
                "analytics.series",
                "Show views and visitors of a site over time",
                SeriesQuery.class,
                Series.class,
                (query, call) -> series(query))
                .on("site"));
        context.operation(Operation.read(
                "analytics.export",
                "Export the events of a site as CSV",
                ExportQuery.class,
                Download.class,
                (query, call) -> export(query))
                .on("site"));
        context.operation(Operation.destroy(
                "analytics.retain",
                "Set how long the events of a site are kept, and delete older ones within the hour",
                RetentionChange.class,
                Retained.class,
                (change, call) -> retain(change, call.dryRun()))
                .on("site"));
    }

    private Series series(SeriesQuery query) {
        Interval interval = query.interval() != null ? query.interval() : Interval.DAY;
        Period period = period(query.site(), query.since(), query.until(), query.audience(), interval.usual());
        return reports.series(period, interval);
    }

    private Download export(ExportQuery query) {
        Audience audience = query.audience() != null ? query.audience() : Audience.ALL;
        Instant since = query.since() != null ? query.since() : Instant.EPOCH;
        Period period = period(query.site(), since, query.until(), audience, USUAL);
        return new Download(
                "text/csv; charset=utf-8", query.site() + "-events.csv", new CsvExport(reports, period)::writeTo);
    }

    private Retained retain(RetentionChange change, boolean dryRun) {
        requireSite(change.site());
        if (change.days() < 1 || change.days() > LONGEST_RETENTION_DAYS) {
            throw FaztException.invalid(
                    "days", "%d is not from 1 to %d".formatted(change.days(), LONGEST_RETENTION_DAYS));
        }
        long older = retention.olderThan(change.site(), change.days());
        if (!dryRun) {
            retention.keep(change.site(), change.days());
        }
        return new Retained(change.site(), change.days(), older);
    }

    private Period period(RankingQuery query) {
        return period(query.site(), query.since(), query.until(), query.audience(), USUAL);
    }

    private Period period(
            String site,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Audience audience,
            Duration usual) {
        requireSite(site);
        return Period.of(site, since, until, audience, clock.instant(), usual);
    }

    private static int limit(RankingQuery query) {
        int limit = query.limit() != null ? query.limit() : USUAL_LIMIT;
        if (limit < 1 || limit > MOST_ENTRIES) {
            throw FaztException.invalid("limit", "%d is not from 1 to %d".formatted(limit, MOST_ENTRIES));
        }
        return limit;
    }

    private void requireSite(String name) {
        if (sites.find(name).isEmpty()) {
            throw FaztException.notFound("there is no site '%s': see 'fazt site list'".formatted(name));
        }
    }
}
