package dev.fazt.plugin.analytics;

import java.util.Map;

/**
 * Remembers for a few seconds which pages the server counted, so that the script in such a page does not count it again.
 *
 * <p>One view by the server makes up for one by the script: a page that a script shows again without asking the server is
 * another view. Not thread-safe.
 */
final class RecentViews {
    /** How long after the server's answer a script is expected to speak up. */
    static final long WINDOW_MILLIS = 10_000;

    private static final int REMEMBERED = 4_096;

    private final Map<View, Long> views = new BoundedCache<>(REMEMBERED);

    /** Notes that the server counted a view. */
    void counted(long visitor, String path, long time) {
        views.put(new View(visitor, path), time);
    }

    /** Tells whether the server counted this view of a script already. Answers yes once for each. */
    boolean isRepeated(long visitor, String path, long time) {
        Long counted = views.remove(new View(visitor, path));
        return counted != null && time - counted <= WINDOW_MILLIS;
    }

    private record View(long visitor, String path) {}
}
