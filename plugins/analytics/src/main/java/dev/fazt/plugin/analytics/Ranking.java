package dev.fazt.plugin.analytics;

import java.util.List;

/**
 * Lists what was seen most, most first.
 *
 * @param entries at most as many as were asked for
 */
record Ranking(List<Entry> entries) {

    /**
     * Is one place in a ranking.
     *
     * @param name a path or a host
     * @param views page views
     * @param visitors different visitors, each counted once a day
     */
    record Entry(String name, long views, long visitors) {}

    Ranking {
        entries = List.copyOf(entries);
    }
}
