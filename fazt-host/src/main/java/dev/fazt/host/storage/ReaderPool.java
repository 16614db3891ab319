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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads for everybody, on a few platform threads with a connection each. Callers park meanwhile: SQLite pins its thread, and on
 * virtual threads a handful of readers would starve everyone else.
 *
 * <p>Each unit of work sees one snapshot.
 */
final class ReaderPool {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
    private static final int QUEUE = 8_192;

    private final DataFile file;
    private final StorageMetrics metrics;
    private final BlockingQueue<WorkUnit<?>> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    ReaderPool(DataFile file, StorageMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    void start(int size) {
        for (int i = 1; i <= size; i++) {
            threads.add(Thread.ofPlatform().name("fazt-reader-" + i).daemon().start(this::loop));
        }
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

    private void loop() {
        while (!closing) {
            try {
                Connection connection = file.connectReader();
                try (ConnectionSql sql = new ConnectionSql(connection, false)) {
                    serve(connection, sql);
                }
            } catch (SQLException e) {
                LOG.error("a reading connection failed and is replaced: {}", e.getMessage());
            }
        }
    }

    private void serve(Connection connection, ConnectionSql sql) throws SQLException {
        while (!closing) {
            WorkUnit<?> unit;
            try {
                unit = waiting.take();
            } catch (InterruptedException e) {
                continue; // closing, or a stray interrupt from a unit of work: the loop's condition tells
            }
            if (unit.claim()) {
                read(unit, sql);
                connection.rollback(); // ends the snapshot
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

    void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }
}
