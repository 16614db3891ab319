package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Reads for everybody, on a few platform threads with a connection each. Callers park meanwhile: SQLite pins its thread, and on
 * virtual threads a handful of readers would starve everyone else.
 *
 * <p>Each unit of work sees one snapshot.
 */
final class ReaderPool {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final int QUEUE = 8_192;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final DataFile file;
    private final StorageMetrics metrics;
    private final BlockingQueue<WorkUnit<?>> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final List<Reader> readers = new ArrayList<>();
    private volatile boolean closing;

    ReaderPool(DataFile file, StorageMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    void start(int size) {
        for (int i = 1; i <= size; i++) {
            readers.add(new Reader("fazt-reader-" + i));
        }
        readers.forEach(reader -> reader.thread.start());
    }

    <T> WorkUnit<T> submit(String plugin, Work<T> work, Duration deadline) {
        WorkUnit<T> unit = new WorkUnit<>(plugin, work);
        try {
            if (!waiting.offer(unit, deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw FaztException.busy("all readers are busy: try again later", Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FaztException.busy("interrupted while waiting for a reader", Duration.ofSeconds(1));
        }
        return unit;
    }

    /** Ends the statement that a unit of work runs, if it still runs: its caller has given up. */
    void interrupt(WorkUnit<?> unit) {
        readers.forEach(reader -> reader.interrupt(unit));
    }

    void close() throws InterruptedException {
        closing = true;
        for (Reader reader : readers) {
            reader.thread.interrupt();
            reader.thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** Is one thread with one connection. */
    private final class Reader {
        private final Thread thread;
        private @Nullable WorkUnit<?> running;
        private @Nullable Connection connection;

        private Reader(String name) {
            thread = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
        }

        private void loop() {
            while (!closing) {
                try {
                    Connection open = file.connectReader();
                    try (ConnectionSql sql = new ConnectionSql(open, false)) {
                        serve(open, sql);
                    }
                } catch (SQLException e) {
                    LOG.error("a reading connection failed and is replaced: {}", e.getMessage());
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
                }
            }
        }

        private void serve(Connection open, ConnectionSql sql) throws SQLException {
            while (!closing) {
                WorkUnit<?> unit;
                try {
                    unit = waiting.take();
                } catch (InterruptedException e) {
                    continue; // closing, or a stray interrupt from a unit of work: the loop's condition tells
                }
                if (unit.claim()) {
                    runs(unit, open);
                    read(unit, sql);
                    runs(null, null);
                    open.rollback(); // ends the snapshot
                }
            }
        }

        private synchronized void runs(@Nullable WorkUnit<?> unit, @Nullable Connection on) {
            running = unit;
            connection = on;
        }

        private synchronized void interrupt(WorkUnit<?> unit) {
            if (running == unit && connection != null) {
                LOG.warn("a read of plugin '{}' is interrupted: it took too long", unit.plugin);
                try {
                    connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
                } catch (SQLException e) {
                    LOG.warn("the read could not be interrupted: {}", e.getMessage());
                }
            }
        }

        private void read(WorkUnit<?> unit, ConnectionSql sql) {
            sql.owner(unit.plugin);
            try {
                unit.run(sql);
                metrics.read();
            } catch (Throwable failure) {
                unit.fail(failure);
                return;
            }
            unit.succeed();
        }
    }
}
