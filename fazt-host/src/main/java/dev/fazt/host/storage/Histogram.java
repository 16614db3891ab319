package dev.fazt.host.storage;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Counts values by size, as a Prometheus histogram does. Thread-safe. */
public final class Histogram {
    private static final double[] SECONDS = {
        0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };
    private static final double[] COUNTS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024};

    private final double[] bounds;
    private final double unit;
    private final LongAdder[] buckets;
    private final LongAdder sum = new LongAdder();

    private Histogram(double[] bounds, double unit) {
        this.bounds = bounds;
        this.unit = unit;
        this.buckets = IntStream.rangeClosed(0, bounds.length).mapToObj(i -> new LongAdder()).toArray(LongAdder[]::new);
    }

    /** Counts times, recorded in nanoseconds and shown in seconds, from 0.1 ms to 10 s. */
    static Histogram ofTimes() {
        return new Histogram(SECONDS, 1e9);
    }

    /** Counts sizes of up to 1,024. */
    static Histogram ofSizes() {
        return new Histogram(COUNTS, 1);
    }

    void record(long value) {
        double scaled = value / unit;
        int i = 0;
        while (i < bounds.length && scaled > bounds[i]) {
            i++;
        }
        buckets[i].increment();
        sum.add(value);
    }

    /** Is one bucket: how many values were at most as large as the bound. */
    public record Bucket(double bound, long atMost) {}

    /** Returns the buckets, each with what is in the smaller ones too; the last has no bound. */
    public List<Bucket> buckets() {
        Bucket[] cumulative = new Bucket[buckets.length];
        long total = 0;
        for (int i = 0; i < buckets.length; i++) {
            total += buckets[i].sum();
            cumulative[i] = new Bucket(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY, total);
        }
        return List.of(cumulative);
    }

    /** Returns the number of values. */
    public long count() {
        return buckets().getLast().atMost();
    }

    /** Returns the sum of the values, times in seconds. */
    public double sum() {
        return sum.sum() / unit;
    }

    /** Returns the bound that the share of the values is at most as large as; 0 if there are none. */
    public double quantile(double share) {
        List<Bucket> all = buckets();
        long rank = (long) Math.ceil(all.getLast().atMost() * share);
        return rank == 0
                ? 0
                : all.stream().filter(bucket -> bucket.atMost() >= rank).findFirst().orElse(all.getLast()).bound();
    }
}
