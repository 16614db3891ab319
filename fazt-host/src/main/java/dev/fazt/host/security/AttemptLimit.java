package dev.fazt.host.security;

import dev.fazt.api.FaztException;
import dev.fazt.api.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Slows down guessing: after a few failed attempts from one address, further ones wait for the window to pass. Thread-safe. */
final class AttemptLimit {
    private static final int ATTEMPTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Failures(int count, long since) {}

    AttemptLimit(Clock clock) {
        this.clock = clock;
    }

    /** Counts an attempt before it is made, so that many at once are not all let through. Refuses if there were too many. */
    synchronized void begin(String address) {
        Failures known = failures.get(address);
        if (known == null || age(known) >= WINDOW.toMillis()) {
            failures.put(address, new Failures(1, clock.millis()));
        } else if (known.count >= ATTEMPTS) {
            throw new FaztException(
                    new Fault.Busy(429, WINDOW), "too many wrong passwords from this address: try again in a minute");
        } else {
            failures.put(address, new Failures(known.count + 1, known.since));
        }
    }

    /** Takes back what was counted for an attempt that turned out right. */
    synchronized void succeeded(String address) {
        failures.computeIfPresent(address, (key, known) -> new Failures(Math.max(0, known.count - 1), known.since));
    }

    /** A clock that jumps back must not lock an address for longer than the window. */
    private long age(Failures known) {
        long age = clock.millis() - known.since;
        return age < 0 ? WINDOW.toMillis() : age;
    }
}
