package dev.fazt.host.server;

import dev.fazt.host.storage.StorageMetrics;
import java.time.Clock;
import java.time.Duration;

/** Tells how many units of work per second were committed lately: over the last full interval of five seconds. */
final class WriteRate implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final StorageMetrics metrics;
    private final Clock clock;
    private final Thread sampler;
    private volatile double perSecond;

    WriteRate(StorageMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.sampler = Thread.ofVirtual().name("fazt-write-rate").start(this::sample);
    }

    double perSecond() {
        return perSecond;
    }

    private void sample() {
        long units = metrics.units();
        long time = clock.millis();
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                long nowUnits = metrics.units();
                long now = clock.millis();
                perSecond = Math.round((nowUnits - units) * 10_000.0 / Math.max(1, now - time)) / 10.0;
                units = nowUnits;
                time = now;
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
