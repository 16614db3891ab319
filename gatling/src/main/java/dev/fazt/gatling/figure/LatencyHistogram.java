package dev.fazt.gatling.figure;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts response times: exact to the millisecond below 1,024 ms, above that to one part in 512. Thread-safe. */
public final class LatencyHistogram {
    /** Gatling gives a request up after a minute, so no answer takes longer. */
    private static final int LONGEST_MILLIS = 65_535;

    private static final int EXACT = 1_024;
    private static final int STEPS_PER_DOUBLING = EXACT / 2;
    private static final int BUCKETS = EXACT + 6 * STEPS_PER_DOUBLING;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicInteger longest = new AtomicInteger();

    /** Counts a response time in milliseconds. */
    public void add(int millis) {
        int clamped = Math.clamp(millis, 0, LONGEST_MILLIS);
        counts.incrementAndGet(bucket(clamped));
        longest.accumulateAndGet(clamped, Math::max);
    }

    public long count() {
        long count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            count += counts.get(i);
        }
        return count;
    }

    public Percentiles percentiles() {
        long count = count();
        return new Percentiles(
                at(count, 0.5), at(count, 0.95), at(count, 0.99), at(count, 0.999), longest.get());
    }

    /** Returns the smallest time that is not exceeded by this share of the answers (nearest rank). */
    private int at(long count, double share) {
        long rank = Math.max(1, (long) Math.ceil(count * share));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return Math.min(highest(i), longest.get());
            }
        }
        return 0;
    }

    private static int bucket(int millis) {
        if (millis < EXACT) {
            return millis;
        }
        int doublings = doublings(millis);
        int step = (millis >> doublings) - STEPS_PER_DOUBLING;
        return EXACT + (doublings - 1) * STEPS_PER_DOUBLING + step;
    }

    private static int highest(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int doublings = (bucket - EXACT) / STEPS_PER_DOUBLING + 1;
        int step = (bucket - EXACT) % STEPS_PER_DOUBLING;
        return ((step + STEPS_PER_DOUBLING + 1) << doublings) - 1;
    }

    /** Returns how often the time must be halved to be below {@value #EXACT}. */
    private static int doublings(int millis) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(millis) - 10;
    }
}
