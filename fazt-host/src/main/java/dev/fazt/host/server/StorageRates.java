package dev.fazt.host.server;

import dev.fazt.host.RecurringTask;
import dev.fazt.host.storage.StorageMetrics;
import java.time.Clock;
import java.time.Duration;

/** Tells how much the storage did per second lately: over the last full interval of five seconds. Thread-safe. */
final class StorageRates {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final StorageMetrics metrics;
    private final Clock clock;
    private final RecurringTask sampler;
    private Sample last;
    private volatile Rates rates = new Rates(0, 0, 0);

    /** Are events per second. */
    record Rates(double writes, double commits, double reads) {}

    private record Sample(long time, long writes, long commits, long reads) {
        Rates since(Sample earlier) {
            double seconds = Math.max(1, time - earlier.time) / 1_000.0;
            return new Rates(
                    rounded((writes - earlier.writes) / seconds),
                    rounded((commits - earlier.commits) / seconds),
                    rounded((reads - earlier.reads) / seconds));
        }

        private static double rounded(double rate) {
            return Math.round(rate * 10) / 10.0;
        }
    }

    StorageRates(StorageMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.last = sample();
        this.sampler = RecurringTask.start(Thread.ofVirtual().name("fazt-storage-rates"), null, INTERVAL, this::compare);
    }

    Rates now() {
        return rates;
    }

    private Sample sample() {
        return new Sample(clock.millis(), metrics.units(), metrics.commits().count(), metrics.reads());
    }

    private void compare() {
        Sample next = sample();
        rates = next.since(last);
        last = next;
    }

    void close() throws InterruptedException {
        sampler.close();
    }
}
