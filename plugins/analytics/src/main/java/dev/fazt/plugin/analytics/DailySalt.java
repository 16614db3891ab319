package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Keeps the secret that makes visitor hashes: random, the same for one day of UTC, then destroyed, so that nobody can tell
 * afterwards who was behind a hash, nor that two hashes of different days were the same person.
 *
 * <p>It is stored while its day lasts, so that a restart does not count everybody twice. Thread-safe.
 */
final class DailySalt {
    private static final long DAY = 86_400_000L;
    private static final int LENGTH = 32;

    /**
     * Is the secret of one day.
     *
     * @param day days since the epoch
     * @param key 32 random bytes; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copying it for each hash would leave copies behind
    record Salt(long day, byte[] key) {}

    private final Storage storage;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile Salt salt = new Salt(Long.MIN_VALUE, new byte[0]);

    DailySalt(Storage storage, Clock clock, RandomGenerator random) {
        this.storage = storage;
        this.clock = clock;
        this.random = random;
    }

    /** Returns the salt of today, after destroying that of any other day. Reads memory, but for the first call of a day. */
    Salt current() {
        long today = Math.floorDiv(clock.millis(), DAY);
        Salt known = salt;
        if (known.day() == today) {
            return known;
        }
        byte[] fresh = new byte[LENGTH];
        random.nextBytes(fresh);
        Salt current = storage.write(sql -> rotate(sql, today, fresh));
        salt = current;
        return current;
    }

    private static Salt rotate(Sql sql, long today, byte[] fresh) {
        // A deleted row stays readable in the file until its page is used again: it is overwritten first.
        sql.update("UPDATE salts SET salt = ? WHERE day <> ?", new byte[LENGTH], today);
        sql.update("DELETE FROM salts WHERE day <> ?", today);
        sql.update("INSERT INTO salts (day, salt) VALUES (?, ?) ON CONFLICT (day) DO NOTHING", today, fresh);
        return sql.first("SELECT salt FROM salts WHERE day = ?", row -> new Salt(today, row.bytes("salt")), today)
                .orElseThrow();
    }
}
