package dev.fazt.gatling.figure;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Collects the answers of one run: response times, failures, acknowledged writes. Thread-safe. */
public final class Measurements {
    /** In milliseconds. */
    private static final long SECOND = 1_000;

    private final LatencyHistogram all = new LatencyHistogram();
    private final Map<Long, LatencyHistogram> seconds = new ConcurrentSkipListMap<>();
    private final LongAdder failures = new LongAdder();
    private final Map<Kind, LongAdder> answers = new EnumMap<>(Kind.class);
    private final AtomicLong begin = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong end = new AtomicLong(Long.MIN_VALUE);

    public Measurements() {
        for (Kind kind : Kind.values()) {
            answers.put(kind, new LongAdder());
        }
    }

    /**
     * Records an answer that was right.
     *
     * @param millis how long it took
     * @param at when it came, in epoch milliseconds
     */
    public void answered(Kind kind, int millis, long at) {
        all.add(millis);
        seconds.computeIfAbsent(at / SECOND, second -> new LatencyHistogram()).add(millis);
        adder(kind).increment();
        begin.accumulateAndGet(at - millis, Math::min);
        end.accumulateAndGet(at, Math::max);
    }

    /** Records an answer that was wrong, late, or did not come. */
    public void failed() {
        failures.increment();
    }

    /** Sums up, once all requests have ended. */
    public Answers answers() {
        Map<Kind, Long> acknowledged = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            acknowledged.put(kind, kind == Kind.READ ? 0 : adder(kind).sum());
        }
        return new Answers(all.count() == 0 ? 0 : rate(), all.percentiles(), failures.sum(), acknowledged);
    }

    /** Returns the answers per second while all users were there: they come within a second, and leave together. */
    private double rate() {
        long first = begin.get() / SECOND + 2;
        long last = end.get() / SECOND - 1;
        if (last < first) {
            return all.count() * (double) SECOND / Math.max(1, end.get() - begin.get());
        }
        long count = 0;
        for (long second = first; second <= last; second++) {
            LatencyHistogram within = seconds.get(second);
            count += within == null ? 0 : within.count();
        }
        return (double) count / (last - first + 1);
    }

    /** Returns the course of the run. */
    public List<Second> seconds() {
        return seconds.entrySet().stream()
                .map(second -> new Second(
                        second.getKey() * SECOND,
                        second.getValue().count(),
                        second.getValue().percentiles()))
                .toList();
    }

    private LongAdder adder(Kind kind) {
        // All kinds are there from the beginning.
        return answers.getOrDefault(kind, failures);
    }
}
