package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for everybody, on a few workers whose connections can not write. Each unit of work sees one snapshot. Thread-safe. */
final class ReaderPool {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

    private final DataFile file;
    private final StorageMetrics metrics;
    private final Duration limit;
    private final ReadQueue queue;
    private final List<SqlWorker> workers = new CopyOnWriteArrayList<>();
    /** Are the reads that did not end, by the place of their worker, until it has a successor. The watchdog's own. */
    private final Map<Integer, WorkUnit<?>> left = new HashMap<>();

    ReaderPool(DataFile file, StorageSettings settings, StorageMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        this.limit = settings.readLimit();
        this.queue = new ReadQueue(settings.readers());
        for (int i = 1; i <= settings.readers(); i++) {
            workers.add(worker("fazt-reader-" + i, null));
        }
    }

    private SqlWorker worker(String name, @Nullable SqlWorker predecessor) {
        return new SqlWorker(name, file::connectReader, predecessor, this::serve);
    }

    void start() {
        workers.forEach(SqlWorker::start);
    }

    /** Hands in a read, and waits for room until the deadline. */
    <T> WorkUnit<T> submit(String plugin, Work<T> work, Duration deadline) {
        WorkUnit<T> unit = new WorkUnit<>(plugin, work, limit);
        try {
            if (!queue.offer(unit, deadline)) {
                throw FaztException.busy("too many reads wait already: try again later", Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FaztException.busy("interrupted while waiting for a reader", Duration.ofSeconds(1));
        }
        return unit;
    }

    int depth() {
        return queue.depth();
    }

    private void serve(SqlWorker self) {
        while (true) {
            WorkUnit<?> unit;
            try {
                unit = queue.take();
            } catch (InterruptedException e) {
                continue; // a stray interrupt from an earlier unit of work: closing is told by the queue
            }
            if (unit == null) {
                return;
            }
            read(self, unit);
            queue.ended(unit);
        }
    }

    private void read(SqlWorker self, WorkUnit<?> unit) {
        metrics.readBegan(unit.age(System.nanoTime()));
        Throwable failure;
        try {
            ConnectionSql sql = self.sql();
            failure = self.run(unit, sql);
            sql.rollback(); // ends the snapshot
        } catch (SQLException e) {
            LOG.error("a reading connection failed and is replaced: {}", e.getMessage());
            self.discardConnection();
            failure = SqlFailure.of(e, unit.plugin(), "a read");
        } catch (SqlWorker.RetiredException e) {
            throw e;
        } catch (Throwable e) {
            // Such as too little memory for the reader itself: the thread must go on.
            self.discardConnection();
            failure = e;
        }
        if (failure == null) {
            metrics.read();
            unit.succeed();
        } else {
            fail(unit, failure);
        }
    }

    private void fail(WorkUnit<?> unit, Throwable failure) {
        metrics.failed(failure);
        unit.fail(failure);
    }

    /** Ends a read whose caller has given up: it must not keep a reader from others. */
    void interrupt(WorkUnit<?> unit) {
        workers.forEach(worker -> worker.interrupt(unit, "its caller has given up"));
    }

    /** Looks for reads over their limit, and replaces the workers of those that do not end. */
    void check(long now) {
        for (int i = 0; i < workers.size(); i++) {
            SqlWorker worker = workers.get(i);
            WorkUnit<?> endless = worker.check(now);
            if (endless != null) {
                left.put(i, endless);
            }
        }
        left.entrySet().removeIf(place -> {
            SqlWorker retired = workers.get(place.getKey());
            SqlWorker successor = worker(retired.thread().getName(), retired);
            successor.start(); // if there is no memory for a thread, the next look tries it again
            workers.set(place.getKey(), successor);
            WorkUnit<?> endless = place.getValue();
            queue.ended(endless);
            metrics.retired();
            fail(endless, SqlWorker.overLimit(endless));
            return true;
        });
    }

    /** Ends the oldest read if it is older than a second: its snapshot holds the write-ahead log back. */
    void endOldest(long now, String why) {
        SqlWorker oldest = workers.getFirst();
        for (SqlWorker worker : workers) {
            oldest = worker.runningSince() < oldest.runningSince() ? worker : oldest;
        }
        if (now - oldest.runningSince() > Duration.ofSeconds(1).toNanos()) {
            oldest.interruptAny(why);
        }
    }

    void close() throws InterruptedException {
        queue.close();
        for (int i = 0; i < workers.size(); i++) {
            int place = i;
            SqlWorker.join(() -> workers.get(place));
        }
    }
}
