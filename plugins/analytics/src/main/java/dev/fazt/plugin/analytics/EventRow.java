package dev.fazt.plugin.analytics;

import org.jspecify.annotations.Nullable;

/**
 * Is one row of the table {@code events}, in which nobody can be recognised.
 *
 * @param time epoch milliseconds
 * @param referrer the host of the page before, null if unknown or the same site
 * @param visitor null for who asked not to be tracked
 */
record EventRow(
        String site,
        String kind,
        long time,
        String path,
        @Nullable String referrer,
        Campaign campaign,
        Client client,
        @Nullable Long visitor,
        @Nullable String props) {}
