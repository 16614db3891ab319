package dev.fazt.host.storage;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs batches that fail: the first at once, and while more fail, one line every ten seconds with their number. A full disk fails
 * hundreds per second, and the log may be on that disk. Used by one thread.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private long silentUntil = System.nanoTime();
    private long batches;
    private long writes;

    void log(int failedWrites, String reason) {
        batches++;
        writes += failedWrites;
        if (System.nanoTime() - silentUntil >= 0) {
            LOG.error("{} writes in {} transactions failed: {}", writes, batches, reason);
            silentUntil = System.nanoTime() + PERIOD.toNanos();
            batches = 0;
            writes = 0;
        }
    }
}
