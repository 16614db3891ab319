package dev.fazt.gatling;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Collects the answers of one workload: response times to the millisecond, failures, acknowledged writes. Thread-safe. */
final class Measurements {
    /** Gatling gives a request up after a minute, so no answer takes longer. */
    private static final int LONGEST_MILLIS = 61_000;

    private final AtomicLongArray answers = new AtomicLongArray(LONGEST_MILLIS + 1);
    private final LongAdder failures = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final AtomicLong begin = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong end = new AtomicLong(Long.MIN_VALUE);

    /**
     * Records an answer that was right.
     *
     * @param nanos when it came, by {@link System#nanoTime}
     */
    void answered(int millis, boolean write, long nanos) {
        answers.incrementAndGet(Math.clamp(millis, 0, LONGEST_MILLIS));
        if (write) {
            acknowledged.increment();
        }
        begin.accumulateAndGet(nanos - millis * 1_000_000L, Math::min);
        end.accumulateAndGet(nanos, Math::max);
    }

    /** Records an answer that was wrong, late, or did not come. */
    void failed() {
        failures.increment();
    }

    /**
     * Sums up, once all requests have ended.
     *
     * @param rows how many documents the server holds afterwards
     */
    Outcome outcome(Workload workload, long rows) {
        long count = 0;
        for (int i = 0; i <= LONGEST_MILLIS; i++) {
            count += answers.get(i);
        }
        double seconds = count == 0 ? 0 : (end.get() - begin.get()) / 1e9;
        return new Outcome(
                workload,
                seconds == 0 ? 0 : count / seconds,
                percentile(count, 0.50),
                percentile(count, 0.95),
                percentile(count, 0.99),
                percentile(count, 1),
                failures.sum(),
                acknowledged.sum(),
                rows);
    }

    /** Returns the smallest time that is not exceeded by this share of the answers (nearest rank). */
    private int percentile(long count, double share) {
        long rank = Math.max(1, (long) Math.ceil(count * share));
        long seen = 0;
        for (int millis = 0; millis <= LONGEST_MILLIS; millis++) {
            seen += answers.get(millis);
            if (seen >= rank) {
                return millis;
            }
        }
        return 0;
    }
}
