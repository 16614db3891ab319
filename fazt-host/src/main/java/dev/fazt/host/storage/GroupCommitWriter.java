package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes for everybody: takes units from the lanes in turn, runs many of them in one transaction, commits once, and then
 * answers each caller. This is group commit: each caller's write is forced to disk before its answer, and the force is
 * shared.
 *
 * <p>Each unit runs behind a savepoint of its own, so one that throws undoes itself alone. When a unit that was interrupted
 * takes the transaction with it, as SQLite may do, the others are run again without it. When the commit fails, nobody of
 * the batch is told success, and the connection is thrown away: a fresh one has no state to doubt.
 */
final class GroupCommitWriter {
    private final SqlWorker.Connections connections;
    private final WriteLanes lanes;
    private final Batching batching;
    private final Maintenance maintenance;
    private final StorageMetrics metrics;
    private final FailureLog failures = new FailureLog();
    private volatile SqlWorker worker;
    private volatile Batch batch = new Batch();
    private volatile boolean parked;
    private volatile boolean closing;

    /**
     * Says how units are put together.
     *
     * @param maxUnits in one transaction
     * @param maxNanos after which a transaction takes no further unit
     * @param maxSharedNanos the same, when somebody waits for its commit alone
     * @param savepoints false only to measure what they cost: a unit that fails then takes its batch with it
     */
    record Batching(int maxUnits, long maxNanos, long maxSharedNanos, boolean savepoints) {
        static final Batching DEFAULT =
                new Batching(1_024, Duration.ofMillis(50).toNanos(), Duration.ofMillis(1).toNanos(), true);
    }

    /** Are the units of one transaction: all that were taken, and those of them that ran and have no answer yet. */
    private static final class Batch {
        private final List<WorkUnit<?>> taken = new ArrayList<>();
        private final Queue<WorkUnit<?>> done = new ArrayDeque<>();
        private boolean committed;
    }

    /** Says that a transaction ended before its commit began, so that nothing of it is stored. */
    private static final class TransactionLostException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Throwable cause;
        private final boolean interrupted;

        /**
         * @param interrupted whether only one unit is to blame
         */
        TransactionLostException(Throwable cause, boolean interrupted) {
            super(cause);
            this.cause = cause;
            this.interrupted = interrupted;
        }
    }

    GroupCommitWriter(
            SqlWorker.Connections connections,
            WriteLanes lanes,
            Batching batching,
            Maintenance maintenance,
            StorageMetrics metrics) {
        this.connections = connections;
        this.lanes = lanes;
        this.batching = batching;
        this.maintenance = maintenance;
        this.metrics = metrics;
        this.worker = new SqlWorker("fazt-writer", connections, null, self -> serve(self, new Batch()));
    }

    void start() {
        worker.start();
    }

    /** Tells whether the calling thread is the writer's own: to wait for the writer there would be to wait forever. */
    boolean isWriterThread() {
        return Thread.currentThread() == worker.thread();
    }

    /** Says that a unit waits. Cheap while the writer is busy. */
    void wake() {
        if (parked) {
            LockSupport.unpark(worker.thread());
        }
    }

    /** Looks whether the running unit is over its limit. If it does not end, a new worker takes over the rest of its batch. */
    void check(long now) {
        WorkUnit<?> endless = worker.check(now);
        if (endless != null) {
            Batch inherited = batch;
            if (inherited.committed) {
                endless.succeed(); // only an effect does not end: the write is durable
            }
            metrics.retired();
            worker = new SqlWorker("fazt-writer", connections, worker, self -> serve(self, inherited));
            worker.start();
            endless.fail(SqlWorker.overLimit(endless));
        }
    }

    private void serve(SqlWorker self, Batch inherited) {
        Queue<WorkUnit<?>> again = inherited.done;
        if (inherited.committed) {
            answer(self, inherited);
        }
        while (true) {
            if (!again.isEmpty()) {
                again = write(self, again::poll);
            } else if (!lanes.isEmpty()) {
                again = write(self, bounded());
            } else if (closing) {
                return;
            } else {
                park();
            }
        }
    }

    private void park() {
        parked = true;
        // A unit put after the last look and before the flag was set woke nobody: look once more.
        if (!closing && lanes.isEmpty()) {
            LockSupport.park(this);
        }
        parked = false;
    }

    /**
     * Takes units from the lanes, as many as belong into one transaction. When a lane has run out of work while others have
     * more, the transaction ends soon: those who wait in the one shall not wait for a full batch of the others.
     */
    private Supplier<@Nullable WorkUnit<?>> bounded() {
        long started = System.nanoTime();
        long departures = lanes.departures();
        int[] room = {batching.maxUnits};
        return () -> {
            long longest = lanes.departures() == departures ? batching.maxNanos : batching.maxSharedNanos;
            return room[0]-- > 0 && System.nanoTime() - started < longest ? lanes.next() : null;
        };
    }

    /**
     * Writes one batch, and answers it.
     *
     * @return the units that have to be run again, since another one took the transaction with it
     */
    private Queue<WorkUnit<?>> write(SqlWorker self, Supplier<@Nullable WorkUnit<?>> source) {
        Batch current = new Batch();
        batch = current;
        try {
            for (WorkUnit<?> unit = source.get(); unit != null; unit = source.get()) {
                current.taken.add(unit);
                run(self, connection(self), unit, current);
            }
            commit(self, current);
        } catch (TransactionLostException e) {
            self.discardConnection();
            if (e.interrupted) {
                return current.done;
            }
            fail(current, SqlFailure.ofTransaction(e.cause));
        } catch (SQLException e) {
            self.discardConnection();
            fail(current, SqlFailure.ofCommit(e));
        }
        return current.done;
    }

    private static ConnectionSql connection(SqlWorker self) throws TransactionLostException {
        try {
            return self.sql();
        } catch (SQLException e) {
            throw new TransactionLostException(e, false);
        }
    }

    /** Runs one unit behind a savepoint. One that fails is undone and answered; the others wait for the commit. */
    private void run(SqlWorker self, ConnectionSql sql, WorkUnit<?> unit, Batch current) throws TransactionLostException {
        long started = System.nanoTime();
        metrics.began(unit.plugin(), unit.age(started));
        Throwable failure = null;
        try {
            if (batching.savepoints) {
                sql.control("SAVEPOINT unit");
            }
            failure = self.run(unit, sql);
            if (failure != null) {
                undo(sql);
                metrics.failed(failure);
                unit.fail(failure);
            } else {
                unit.effects(sql.takeEffects());
                current.done.add(unit);
            }
            if (batching.savepoints) {
                sql.control("RELEASE unit");
            }
        } catch (SQLException e) {
            if (failure != null && self.lastWasInterrupted()) {
                metrics.failed(failure);
                unit.fail(failure);
                throw new TransactionLostException(failure, true);
            }
            throw new TransactionLostException(failure == null ? e : failure, false);
        }
        unit.charge(System.nanoTime() - started);
    }

    private void undo(ConnectionSql sql) throws SQLException {
        sql.takeEffects();
        if (!batching.savepoints) {
            throw new SQLException("a unit failed, and there is no savepoint to go back to");
        }
        // Fails if SQLite rolled the whole transaction back by itself: on a full disk, an I/O error, or an interrupt.
        sql.control("ROLLBACK TO unit");
    }

    private void commit(SqlWorker self, Batch current) throws SQLException, TransactionLostException {
        if (current.done.isEmpty()) {
            return;
        }
        ConnectionSql sql = connection(self);
        long committing = System.nanoTime();
        sql.commit();
        current.committed = true;
        metrics.committed(current.done.size(), System.nanoTime() - committing);
        answer(self, current);
        maintenance.committed(sql);
    }

    /** Tells each caller that the work is durable, after its effects. */
    private static void answer(SqlWorker self, Batch current) {
        for (WorkUnit<?> unit = current.done.poll(); unit != null; unit = current.done.poll()) {
            if (!unit.effects().isEmpty()) {
                self.runEffects(unit);
            }
            unit.succeed();
        }
    }

    private void fail(Batch current, FaztException failure) {
        failures.log(current.taken.size(), failure.getMessage());
        metrics.failed(failure);
        current.taken.forEach(unit -> unit.fail(failure));
        current.done.clear();
    }

    /** Finishes what was accepted, and ends. Nothing may be put any more. */
    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(worker.thread());
        SqlWorker.join(() -> worker);
    }
}
