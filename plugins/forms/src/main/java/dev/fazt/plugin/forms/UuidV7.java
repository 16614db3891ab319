package dev.fazt.plugin.forms;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562) that rise strictly, by the method of a 12-bit counter beside the milliseconds. Not
 * thread-safe: the writer's thread is the only one to call it, and that makes the order of ids the order of commits.
 */
final class UuidV7 {
    private static final int COUNTER_END = 0x1000;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long millis;
    private int counter;

    UuidV7(Clock clock) {
        this.clock = clock;
    }

    String next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            counter = random.nextInt(COUNTER_END / 2);
        } else if (++counter == COUNTER_END) {
            millis++;
            counter = 0;
        }
        long high = (millis << 16) | 0x7000 | counter;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
