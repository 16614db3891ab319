package dev.fazt.host.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/** Makes ids that grow from line to line, also within a millisecond, and are not given twice when the clock is set back. Thread-safe. */
final class LineNumbers {
    private static final int PER_MILLISECOND_BITS = 12;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long last;

    LineNumbers(Clock clock) {
        this.clock = clock;
    }

    synchronized String next() {
        last = Math.max(clock.millis() << PER_MILLISECOND_BITS, last + 1);
        byte[] salt = new byte[6];
        random.nextBytes(salt);
        return "%016x%s".formatted(last, HexFormat.of().formatHex(salt));
    }
}
