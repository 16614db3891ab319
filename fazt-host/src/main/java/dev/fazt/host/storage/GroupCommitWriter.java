package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);

    private final SqlWorker.Connections connections;
    private final WriteLanes lanes;
    private final Batching batching;
    private final Maintenance maintenance;
    private final StorageMetrics metrics;
    private final FailureLog failures = new FailureLog();
    private final Batch batch = new Batch();
    private @Nullable WorkUnit<?> endless;
    private volatile SqlWorker worker;
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

    /** Says that a transaction ended before its commit began, so that nothing of it is stored. */
    private static final class TransactionLostException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Throwable cause;
        private final boolean byInterrupt;

        /**
         * @param byInterrupt whether only a unit that was interrupted is to blame, which has its answer
         */
        TransactionLostException(Throwable cause, boolean byInterrupt) {
            super(cause);
            this.cause = cause;
            this.byInterrupt = byInterrupt;
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
        this.worker = new SqlWorker("fazt-writer", connections, null, this::serve);
    }

    void start() {
        worker.start();
    }

    /** Says that a unit waits. Cheap while the writer is busy. */
    void wake() {
        if (parked) {
            LockSupport.unpark(worker.thread());
        }
    }

    /** Looks whether the running unit is over its limit. If it does not end, a new worker takes over the rest of its batch. */
    void check(long now) {
        if (endless == null) {
            endless = worker.check(now);
        }
        if (endless != null) {
            SqlWorker successor = new SqlWorker("fazt-writer", connections, worker, this::serve);
            successor.start(); // if there is no memory for a thread, the next look tries it again
            worker = successor;
            endless = null;
            LockSupport.unpark(successor.thread());
        }
    }

    private void serve(SqlWorker self) {
        takeOver(self);
        while (true) {
            if (batch.hasAgain() || !lanes.isEmpty()) {
                write(self);
            } else if (closing) {
                return;
            } else {
                park();
            }
        }
    }

    /** Finishes what a predecessor has left behind, if there was one. */
    private void takeOver(SqlWorker self) {
        WorkUnit<?> left = batch.running();
        if (left != null) {
            batch.runs(null);
            metrics.retired();
            left.charge(left.limit().plus(SqlWorker.GRACE).toNanos());
            if (batch.isCommitted()) {
                left.succeed(); // only an effect did not end: the write is durable
            } else {
                fail(left, SqlWorker.overLimit(left));
            }
        }
        if (batch.isCommitted()) {
            answer(self);
        } else {
            batch.undo();
        }
    }

    private void park() {
        parked = true;
        // A unit put after the last look and before the flag was set woke nobody: look once more.
        if (!closing && lanes.isEmpty()) {
            LockSupport.park(this);
        }
        parked = false;
        // An interrupt that came late must not turn parking into spinning.
        Thread.interrupted();
    }

    /**
     * Takes units, as many as belong into one transaction: first those that have to run again. When a lane has run out of work
     * while others have more, the transaction ends soon: who waits in the one shall not wait for a full batch of the others.
     */
    private Supplier<@Nullable WorkUnit<?>> source() {
        long started = System.nanoTime();
        long departures = lanes.departures();
        int[] room = {batching.maxUnits};
        return () -> {
            long longest = lanes.departures() == departures ? batching.maxNanos : batching.maxSharedNanos;
            if (room[0]-- == 0 || System.nanoTime() - started >= longest) {
                return null;
            }
            WorkUnit<?> unit = batch.pollAgain();
            return unit == null ? lanes.next() : unit;
        };
    }

    /** Writes one batch, and answers it. */
    private void write(SqlWorker self) {
        batch.begin();
        try {
            Supplier<@Nullable WorkUnit<?>> source = source();
            for (WorkUnit<?> unit = source.get(); unit != null; unit = unit.isLast() ? null : source.get()) {
                batch.runs(unit);
                run(self, unit);
                batch.runs(null);
            }
            commit(self);
        } catch (TransactionLostException e) {
            self.discardConnection();
            if (e.byInterrupt) {
                batch.runs(null);
                batch.undo();
            } else {
                failAll(SqlFailure.ofTransaction(e.cause));
            }
        } catch (SQLException e) {
            self.discardConnection();
            failAll(SqlFailure.ofCommit(e));
        } catch (SqlWorker.RetiredException e) {
            throw e;
        } catch (Throwable e) {
            // Such as too little memory for the writer itself. It must go on: nobody else writes.
            self.discardConnection();
            failAll(new FaztException(new Fault.Defect("host"), "the storage writer failed, and nothing was stored", e));
        }
        if (batch.isCommitted()) {
            answer(self);
            maintain(self);
        }
    }

    /** Runs one unit behind a savepoint. One that fails is undone and answered; the others wait for the commit. */
    private void run(SqlWorker self, WorkUnit<?> unit) throws TransactionLostException {
        ConnectionSql sql = connection(self);
        long started = System.nanoTime();
        if (unit.isFirstRun()) {
            metrics.began(unit.plugin(), unit.age(started));
        }
        Throwable failure = null;
        try {
            if (batching.savepoints) {
                sql.control("SAVEPOINT unit");
            }
            failure = self.run(unit, sql);
            if (failure != null) {
                undo(sql);
                fail(unit, failure);
            } else {
                unit.effects(sql.takeEffects());
                batch.ran(unit);
                batch.runs(null);
            }
            if (batching.savepoints) {
                sql.control("RELEASE unit");
            }
        } catch (SQLException e) {
            if (failure != null && self.lastWasInterrupted()) {
                fail(unit, failure);
                throw new TransactionLostException(failure, true);
            }
            throw new TransactionLostException(failure == null ? e : failure, false);
        } finally {
            unit.charge(System.nanoTime() - started);
        }
    }

    private static ConnectionSql connection(SqlWorker self) throws TransactionLostException {
        try {
            return self.sql();
        } catch (SQLException e) {
            throw new TransactionLostException(e, false);
        }
    }

    private void undo(ConnectionSql sql) throws SQLException {
        sql.takeEffects();
        if (!batching.savepoints) {
            throw new SQLException("a unit failed, and there is no savepoint to go back to");
        }
        // Fails if SQLite rolled the whole transaction back by itself: on a full disk, an I/O error, or an interrupt.
        sql.control("ROLLBACK TO unit");
    }

    private void commit(SqlWorker self) throws SQLException, TransactionLostException {
        ConnectionSql sql = connection(self);
        if (batch.size() == 0) {
            sql.rollback(); // all failed: an open transaction would keep the lock, and a snapshot
            return;
        }
        long committing = System.nanoTime();
        sql.commit();
        batch.commits();
        metrics.committed(batch.size(), System.nanoTime() - committing);
    }

    /** Tells each caller that the work is durable, after its effects. */
    private void answer(SqlWorker self) {
        List<WorkUnit<?>> durable = new ArrayList<>(batch.size());
        for (WorkUnit<?> unit = batch.pollDone(); unit != null; unit = batch.pollDone()) {
            if (!unit.effects().isEmpty()) {
                // An effect may not end: nobody else is to wait for it.
                tell(durable);
                durable = new ArrayList<>(batch.size());
                batch.runs(unit);
                self.runEffects(unit);
                batch.runs(null);
            }
            durable.add(unit);
        }
        tell(durable);
    }

    /**
     * Tells callers that their work is done. Waking one costs about as much as an insert, so this is not the writer's work, but that of
     * a virtual thread. That one runs only if others of its kind do, so callers of another kind do not depend on it.
     */
    private static void tell(List<WorkUnit<?>> done) {
        List<WorkUnit<?>> later = new ArrayList<>(done.size());
        for (WorkUnit<?> unit : done) {
            if (unit.isAwaitedByVirtualThread()) {
                later.add(unit);
            } else {
                unit.succeed();
            }
        }
        try {
            if (!later.isEmpty()) {
                Thread.startVirtualThread(() -> later.forEach(WorkUnit::succeed));
            }
        } catch (OutOfMemoryError e) {
            later.forEach(WorkUnit::succeed);
        }
    }

    private void maintain(SqlWorker self) {
        try {
            maintenance.committed(self.sql());
        } catch (SQLException e) {
            LOG.warn("maintenance between two transactions failed, and is tried again: {}", e.getMessage());
            self.discardConnection();
        }
    }

    private void fail(WorkUnit<?> unit, Throwable failure) {
        metrics.failed(failure);
        unit.fail(failure);
    }

    private void failAll(FaztException failure) {
        failures.log(batch.size(), failure.getMessage());
        batch.drop(unit -> fail(unit, failure));
    }

    /** Finishes what was accepted, and ends. Nothing may be put any more. */
    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(worker.thread());
        SqlWorker.join(() -> worker);
    }
}
