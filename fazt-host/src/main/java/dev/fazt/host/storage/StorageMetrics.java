package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the storage engine does. Thread-safe. */
public final class StorageMetrics {
    private final LongAdder units = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final Map<String, Histogram> waits = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Histogram commits = Histogram.ofTimes();
    private final Histogram batches = Histogram.ofSizes();
    private final Histogram readWaits = Histogram.ofTimes();
    private final Histogram checkpoints = Histogram.ofTimes();
    private final AtomicLong walBytes = new AtomicLong();
    private final LongAdder retired = new LongAdder();

    void began(String plugin, long waitedNanos) {
        waits.computeIfAbsent(plugin, name -> Histogram.ofTimes()).record(waitedNanos);
    }

    void committed(int unitCount, long nanos) {
        units.add(unitCount);
        batches.record(unitCount);
        commits.record(nanos);
    }

    /** Counts a failure by its kind: the kind of fault, or {@code exception} for what a plugin threw of its own. */
    void failed(Throwable failure) {
        String kind = failure instanceof FaztException known
                ? known.fault().getClass().getSimpleName().toLowerCase(Locale.ROOT)
                : "exception";
        failures.computeIfAbsent(kind, name -> new LongAdder()).increment();
    }

    void readBegan(long waitedNanos) {
        readWaits.record(waitedNanos);
    }

    void read() {
        reads.increment();
    }

    void checkpointed(long nanos) {
        checkpoints.record(nanos);
    }

    void wal(long bytes) {
        walBytes.set(bytes);
    }

    void retired() {
        retired.increment();
    }

    /** Returns the number of units of work that were committed. */
    public long units() {
        return units.sum();
    }

    /** Returns the number of units of work that only read. */
    public long reads() {
        return reads.sum();
    }

    /** Returns how long units waited before they ran, by plugin. */
    public Map<String, Histogram> waits() {
        return new TreeMap<>(waits);
    }

    /** Returns how long reads waited before they ran. */
    public Histogram readWaits() {
        return readWaits;
    }

    /** Returns how long commits took, each with the data forced to disk. */
    public Histogram commits() {
        return commits;
    }

    /** Returns how many units were in each transaction. */
    public Histogram batches() {
        return batches;
    }

    /** Returns how long checkpoints took. */
    public Histogram checkpoints() {
        return checkpoints;
    }

    /** Returns how many units and reads failed, by kind. */
    public Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    /** Returns the size of the write-ahead log that is in use. */
    public long walBytes() {
        return walBytes.get();
    }

    /** Returns how many threads were left behind with units of work that did not end. */
    public long retiredThreads() {
        return retired.sum();
    }
}
