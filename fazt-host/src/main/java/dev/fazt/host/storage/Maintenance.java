package dev.fazt.host.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the data file, beside the writer, so that no commit waits for it.
 *
 * <p>SQLite writes the log from its start again once all of it was moved and nobody reads from it. Under a steady stream of
 * commits that moment never comes by itself: the log is always a little ahead. So when it has grown past a bound, the writer is
 * asked to move the small rest itself between two transactions. A reader's snapshot holds the log back; see {@link Watchdog}.
 *
 * <p>Now and then the writer also refreshes what the query planner knows of the tables ({@code PRAGMA optimize}).
 */
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final long PAGE_BYTES = 4_096;
    /** Is how much is worth moving. */
    private static final long STEP_BYTES = 4 << 20;
    /** Is where the writer helps, so that the log begins anew. */
    private static final long RESET_BYTES = 16 << 20;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_OPTIMIZATIONS = Duration.ofHours(6);

    private final DataFile file;
    private final StorageMetrics metrics;
    private final Thread thread;
    private volatile boolean helpWanted;
    private long optimizeAt = System.nanoTime();
    private volatile boolean closing;

    /** Is how much of the log is in use, and how much of that is in the data file already. */
    private record Progress(long logBytes, long movedBytes) {}

    Maintenance(DataFile file, StorageMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().name("fazt-maintenance").daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        while (!closing) {
            try (Connection connection = file.connectMaintenance()) {
                while (!closing) {
                    step(connection);
                    LockSupport.parkNanos(PERIOD.toNanos());
                }
            } catch (SQLException | RuntimeException | Error e) {
                // Whatever it is, such as too little memory: without checkpoints the log would grow for ever.
                LOG.warn("a checkpoint failed, and is tried again: {}", e.toString());
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    private void step(Connection connection) throws SQLException {
        Progress progress = checkpoint(connection, "NOOP");
        if (progress.logBytes - progress.movedBytes >= STEP_BYTES) {
            long started = System.nanoTime();
            progress = checkpoint(connection, "PASSIVE");
            metrics.checkpointed(System.nanoTime() - started);
        }
        metrics.wal(progress.logBytes);
        helpWanted = progress.logBytes >= RESET_BYTES && progress.movedBytes > 0;
    }

    /** Does what only the writer can, if it is due. Called by the writer, between two transactions. */
    void committed(ConnectionSql writer) throws SQLException {
        if (helpWanted) {
            helpWanted = false;
            long started = System.nanoTime();
            writer.checkpoint();
            metrics.checkpointed(System.nanoTime() - started);
        }
        if (System.nanoTime() - optimizeAt >= 0) {
            optimizeAt = System.nanoTime() + BETWEEN_OPTIMIZATIONS.toNanos();
            writer.optimize();
        }
    }

    private static Progress checkpoint(Connection connection, String mode) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            result.next();
            return new Progress(Math.max(0, result.getLong(2)) * PAGE_BYTES, Math.max(0, result.getLong(3)) * PAGE_BYTES);
        }
    }

    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
