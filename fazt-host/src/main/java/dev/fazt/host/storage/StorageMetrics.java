package dev.fazt.host.storage;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the storage engine does. Thread-safe. */
public final class StorageMetrics {
    private final LongAdder units = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder reads = new LongAdder();

    void committed(int unitCount, long nanos) {
        units.add(unitCount);
        commits.increment();
        commitNanos.add(nanos);
    }

    void failed() {
        failures.increment();
    }

    void read() {
        reads.increment();
    }

    /** Returns the number of units of work that were committed. */
    public long units() {
        return units.sum();
    }

    /** Returns the number of transactions. */
    public long commits() {
        return commits.sum();
    }

    /** Returns the time spent in commits, in seconds. */
    public double commitSeconds() {
        return commitNanos.sum() / 1e9;
    }

    /** Returns the number of units and batches that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Returns the number of units of work that only read. */
    public long reads() {
        return reads.sum();
    }
}
