package dev.fazt.plugin.sites.access;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds how often wrong passwords may be tried, by key, within a window. Thread-safe; its memory is bounded. */
final class AttemptLimit {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST_KEYS = 10_000;

    private final Clock clock;
    private final int attempts;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    private record Window(Instant end, int failures) {}

    AttemptLimit(Clock clock, int attempts) {
        this.clock = clock;
        this.attempts = attempts;
    }

    /**
     * Counts an attempt before it is made, so that many at the same time count too.
     *
     * @throws FaztException if there were too many
     */
    synchronized void count(String key) {
        Instant now = clock.instant();
        Window window = windows.get(key);
        if (window == null || !now.isBefore(window.end)) {
            windows.remove(key);
            if (windows.size() >= MOST_KEYS) {
                windows.remove(windows.keySet().iterator().next());
            }
            window = new Window(now.plus(WINDOW), 0);
        }
        if (window.failures >= attempts) {
            Duration wait = Duration.between(now, window.end);
            throw new FaztException(
                    new Fault.Busy(429, wait), "too many passwords were tried: wait %d minutes".formatted(wait.toMinutes() + 1));
        }
        windows.put(key, new Window(window.end, window.failures + 1));
    }

    /** Forgets a key: its password was right. */
    synchronized void clear(String key) {
        windows.remove(key);
    }
}
