package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes for everybody: takes units from the lanes in turn, runs many of them in one transaction, commits once, and then
 * answers each caller. This is group commit: each caller's write is forced to disk before its answer, and the force is
 * shared.
 *
 * <p>Each unit runs behind a savepoint of its own, so one that throws undoes itself alone. When the transaction as a whole
 * fails, nobody of the batch is told success, and the connection is thrown away: a fresh one has no state to doubt.
 *
 * <p>A dedicated platform thread, since SQLite calls pin their carrier (see the measured facts on readers).
 */
final class GroupCommitWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);
    private static final int MAX_UNITS = 1_024;
    private static final long MAX_NANOS = Duration.ofMillis(50).toNanos();

    private final DataFile file;
    private final StorageMetrics metrics;
    private final CopyOnWriteArrayList<WriteLane> lanes = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closing;
    private @Nullable ConnectionSql sql;
    private @Nullable Connection connection;
    private int turn;

    GroupCommitWriter(DataFile file, StorageMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().name("fazt-writer").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    void add(WriteLane lane) {
        lanes.add(lane);
    }

    void remove(WriteLane lane) {
        lanes.remove(lane);
    }

    /** Tells whether the calling thread is the writer's own: to wait for the writer there would be to wait forever. */
    boolean isWriterThread() {
        return Thread.currentThread() == thread;
    }

    /** Says that a unit waits. Cheap while the writer is busy. */
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    int depth() {
        return lanes.stream().mapToInt(WriteLane::depth).sum();
    }

    private void loop() {
        while (true) {
            WorkUnit<?> first = next();
            if (first != null) {
                write(first);
            } else if (closing) {
                break;
            } else {
                park();
            }
        }
        discardConnection();
    }

    private void park() {
        parked = true;
        // A unit put after the last look and before the flag was set woke nobody: look once more.
        if (!closing && lanes.stream().allMatch(WriteLane::isEmpty)) {
            LockSupport.park(this);
        }
        parked = false;
        // An interrupt, from whatever a unit of work called, must not turn parking into spinning.
        Thread.interrupted();
    }

    private @Nullable WorkUnit<?> next() {
        int count = lanes.size();
        for (int i = 0; i < count; i++) {
            turn = (turn + 1) % count;
            WorkUnit<?> unit = poll(turn);
            if (unit != null && unit.claim()) {
                return unit;
            } else if (unit != null) {
                i--; // its caller gave up: the lane's turn is not used up
                turn = (turn + count - 1) % count;
            }
        }
        return null;
    }

    private @Nullable WorkUnit<?> poll(int index) {
        try {
            return lanes.get(index).poll();
        } catch (IndexOutOfBoundsException e) {
            return null; // a lane was removed meanwhile; the next round sees the new list
        }
    }

    private void write(WorkUnit<?> first) {
        long started = System.nanoTime();
        List<WorkUnit<?>> taken = new ArrayList<>();
        List<WorkUnit<?>> done = new ArrayList<>();
        try {
            ConnectionSql target = connected();
            WorkUnit<?> unit = first;
            while (unit != null) {
                taken.add(unit);
                if (runGuarded(unit, target)) {
                    done.add(unit);
                }
                boolean more = taken.size() < MAX_UNITS && System.nanoTime() - started < MAX_NANOS;
                unit = more ? next() : null;
            }
            long committing = System.nanoTime();
            commit();
            metrics.committed(done.size(), System.nanoTime() - committing);
        } catch (SQLException e) {
            FaztException failure = SqlFailure.ofCommit(e);
            LOG.error("a batch of {} writes failed: {}", taken.size(), e.getMessage());
            abort(first, taken, failure);
            return;
        } catch (Throwable e) {
            LOG.error("a batch of {} writes failed", taken.size(), e);
            abort(first, taken, new FaztException(new Fault.Defect("host"), "the storage writer failed", e));
            return;
        }
        done.forEach(GroupCommitWriter::answer);
    }

    /** Runs one unit behind a savepoint. True if it waits for the commit, false if it failed and was answered. */
    private boolean runGuarded(WorkUnit<?> unit, ConnectionSql target) throws SQLException {
        target.owner(unit.plugin);
        target.update("SAVEPOINT unit");
        try {
            unit.run(target);
            target.update("RELEASE unit");
            unit.effects(target.takeEffects());
            return true;
        } catch (Throwable failure) {
            metrics.failed();
            target.takeEffects();
            try {
                target.update("ROLLBACK TO unit");
                target.update("RELEASE unit");
            } catch (FaztException lost) {
                // SQLite rolls the whole transaction back by itself on a full disk or an I/O error.
                throw transactionLost(failure, lost);
            }
            unit.fail(failure);
            return false;
        }
    }

    private static SQLException transactionLost(Throwable failure, FaztException lost) {
        Throwable cause = failure.getCause() instanceof SQLException sqlite ? sqlite : lost.getCause();
        return cause instanceof SQLException sqlite ? sqlite : new SQLException(lost);
    }

    private void commit() throws SQLException {
        Connection open = connection;
        if (open != null) {
            open.commit();
        }
    }

    private void abort(WorkUnit<?> first, List<WorkUnit<?>> taken, FaztException failure) {
        metrics.failed();
        discardConnection();
        first.fail(failure);
        taken.forEach(unit -> unit.fail(failure));
    }

    private static void answer(WorkUnit<?> unit) {
        for (Runnable effect : unit.effects()) {
            try {
                effect.run();
            } catch (Throwable e) {
                LOG.error("an effect after a commit of plugin '{}' failed", unit.plugin, e);
            }
        }
        unit.succeed();
    }

    private ConnectionSql connected() throws SQLException {
        ConnectionSql open = sql;
        if (open == null) {
            Connection fresh = file.connectWriter();
            connection = fresh;
            open = new ConnectionSql(fresh, true);
            sql = open;
        }
        return open;
    }

    private void discardConnection() {
        ConnectionSql open = sql;
        sql = null;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("closing the writing connection failed: {}", e.getMessage());
            }
        }
    }

    /** Finishes what was accepted, and ends. Nothing may be put any more. */
    void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
