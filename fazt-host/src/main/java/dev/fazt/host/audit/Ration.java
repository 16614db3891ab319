package dev.fazt.host.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/** Lets some lines per minute through, and counts the others. Thread-safe. */
final class Ration {
    private static final int PER_WINDOW = 120;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private long since;
    private int written;
    private long unwritten;

    Ration(Clock clock) {
        this.clock = clock;
        this.since = clock.millis();
    }

    /** Takes one line; returns how many were not written since the last that was, or nothing if this one may not be either. */
    synchronized OptionalLong take() {
        long age = clock.millis() - since;
        if (age < 0 || age >= WINDOW.toMillis()) {
            since = clock.millis();
            written = 0;
        }
        if (written >= PER_WINDOW) {
            unwritten++;
            return OptionalLong.empty();
        }
        written++;
        long before = unwritten;
        unwritten = 0;
        return OptionalLong.of(before);
    }
}
