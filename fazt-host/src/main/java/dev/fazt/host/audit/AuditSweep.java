package dev.fazt.host.audit;

import dev.fazt.api.FaztException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes lines of the log that are past their time, at the start and every hour after. */
public final class AuditSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSweep.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Thread thread;

    public AuditSweep(AuditLog log) {
        this.thread = Thread.ofVirtual().name("fazt-audit-sweep").start(() -> run(log));
    }

    private static void run(AuditLog log) {
        try {
            while (true) {
                try {
                    log.sweep();
                } catch (FaztException e) {
                    LOG.warn("old lines of the audit log are still there: {}", e.getMessage());
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
