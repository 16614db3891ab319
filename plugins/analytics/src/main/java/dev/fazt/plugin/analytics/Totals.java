package dev.fazt.plugin.analytics;

import java.time.Instant;

/**
 * Sums up a site's events.
 *
 * @param since the first instant that is counted
 * @param until the first instant that is not
 * @param views page views
 * @param visitors different visitors, each counted once a day; those who asked not to be tracked are in no day's number
 * @param sessions visits: views of one visitor with less than 30 minutes from one to the next
 * @param bounces visits of one page
 * @param events everything that is not a page view
 */
record Totals(
        String site,
        Instant since,
        Instant until,
        long views,
        long visitors,
        long sessions,
        long bounces,
        long events) {}
