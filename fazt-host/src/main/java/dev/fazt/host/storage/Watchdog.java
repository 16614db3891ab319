package dev.fazt.host.storage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again whether a unit of work is over its limit, or its caller's deadline, and whether the write-ahead log is too long. */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration LONGEST_PERIOD = Duration.ofMillis(100);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final GroupCommitWriter writer;
    private final ReaderPool readers;
    private final Deadlines deadlines;
    private final StorageMetrics metrics;
    private final StorageSettings settings;
    private final Thread thread;
    private long warnedAt = System.nanoTime() - BETWEEN_WARNINGS.toNanos();
    private volatile boolean closing;

    Watchdog(
            GroupCommitWriter writer,
            ReaderPool readers,
            Deadlines deadlines,
            StorageMetrics metrics,
            StorageSettings settings) {
        this.writer = writer;
        this.readers = readers;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("fazt-watchdog").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        long shortestLimit = Math.min(settings.writeLimit().toNanos(), settings.readLimit().toNanos());
        long period = Math.min(LONGEST_PERIOD.toNanos(), shortestLimit / 4);
        while (!closing) {
            try {
                long now = System.nanoTime();
                writer.check(now);
                readers.check(now);
                deadlines.check(now);
                checkLog(now);
            } catch (RuntimeException | Error e) {
                // Such as too little memory for a thread: the next look may go better, and none would be worse.
                LOG.error("looking after the storage failed", e);
            }
            LockSupport.parkNanos(period);
        }
    }

    private void checkLog(long now) {
        long size = metrics.walBytes();
        if (size > settings.walLimitBytes()) {
            readers.endOldest(now, "its snapshot holds the write-ahead log back at %d MiB".formatted(size >> 20));
            if (now - warnedAt > BETWEEN_WARNINGS.toNanos()) {
                warnedAt = now;
                LOG.warn("the write-ahead log has {} MiB: a long read, here or by another program, holds it back", size >> 20);
            }
        }
    }

    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
