package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is one platform thread with one connection, on which one unit of work runs at a time and never longer than its limit.
 *
 * <p>A platform thread, since SQLite calls pin a virtual thread's carrier and would starve everybody else. A unit that is over its
 * limit is interrupted, in SQLite and in Java. If it does not end even then, because it spins in a plugin's code, the worker is
 * retired: the connection is taken away from it and rolled back, a successor takes its place, and the thread ends when the unit
 * does.
 */
final class SqlWorker {
    /** Is how long an interrupted unit has to come to its end. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SqlWorker.class);
    /** Is how often somebody who waits for a worker looks whether it was replaced. */
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int SHOWN_FRAMES = 12;

    private final Connections connections;
    private final Thread thread;
    private volatile @Nullable ConnectionSql sql;
    private @Nullable WorkUnit<?> running;
    private long startedAt;
    private @Nullable String reasonToStop;
    private @Nullable String lastReasonToStop;
    private boolean retired;

    /** Opens the connections of a worker. */
    interface Connections {
        ConnectionSql open() throws SQLException;
    }

    /** Is what a worker does until it is closed or retired. */
    interface Duty {
        void perform(SqlWorker worker);
    }

    /** Ends the duty of a worker that was retired while a unit ran: nothing of the duty's state is its own any more. */
    static final class RetiredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RetiredException() {
            super("this worker was retired", null, false, false);
        }
    }

    /** Counts how often the workers were told to forget their thread-locals. */
    private static final AtomicInteger OBLIVIONS = new AtomicInteger();

    private int oblivions = OBLIVIONS.get();

    /** Is how a worker's thread is known. */
    private static final class WorkerThread extends Thread {
        WorkerThread(String name, Runnable duty) {
            super(null, duty, name, 0, false);
            setDaemon(true);
        }
    }

    /** Tells whether the calling thread is a worker's: to wait for a worker there may be to wait for itself. */
    static boolean isCurrentThread() {
        return Thread.currentThread() instanceof WorkerThread;
    }

    /**
     * @param predecessor whose connection is closed first, on the new thread: that may have to wait for a call into SQLite
     */
    SqlWorker(String name, Connections connections, @Nullable SqlWorker predecessor, Duty duty) {
        this.connections = connections;
        this.thread = new WorkerThread(name, () -> {
            if (predecessor != null) {
                predecessor.discardConnection();
            }
            try {
                duty.perform(this);
            } catch (RetiredException e) {
                LOG.warn("a unit of work that was left behind on thread '{}' has ended", name);
                return;
            }
            discardConnection();
        });
    }

    void start() {
        thread.start();
    }

    /** Waits until a worker has ended that may be replaced meanwhile: the thread of one that was retired may never end. */
    static void join(Supplier<SqlWorker> present) throws InterruptedException {
        SqlWorker worker = present.get();
        while (!worker.thread.join(LOOK) || worker.isRetired() || worker != present.get()) {
            worker = present.get();
        }
    }

    private synchronized boolean isRetired() {
        return retired;
    }

    /** Returns the thread, to be woken. */
    Thread thread() {
        return thread;
    }

    /** Returns the connection, opened if there is none. */
    ConnectionSql sql() throws SQLException {
        ConnectionSql open = sql;
        if (open == null) {
            open = connections.open();
            sql = open;
        }
        return open;
    }

    /** Throws the connection away: a fresh one has no state to doubt. An open transaction is rolled back. */
    void discardConnection() {
        ConnectionSql open = sql;
        sql = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("closing a connection failed: {}", e.getMessage());
            }
        }
    }

    /**
     * Runs a unit.
     *
     * @return what it threw, or why it was stopped; null if it succeeded
     * @throws RetiredException if it ran so long that the worker was replaced
     */
    @Nullable Throwable run(WorkUnit<?> unit, ConnectionSql target) {
        begin(unit);
        Throwable failure = null;
        try {
            target.begin(unit.plugin());
            unit.run(target);
        } catch (Throwable e) {
            // Whatever a plugin throws is its caller's to see: the thread must go on.
            failure = e;
        } finally {
            target.end();
        }
        end();
        if (lastReasonToStop != null) {
            return stopped(lastReasonToStop);
        }
        return failure == null ? target.fatalFailure() : failure;
    }

    /** Runs the effects of a unit that is durable, under the same limit. What they throw is logged. */
    void runEffects(WorkUnit<?> unit) {
        begin(unit);
        for (Runnable effect : unit.effects()) {
            try {
                effect.run();
            } catch (Throwable e) {
                LOG.error("an effect after a commit of plugin '{}' failed", unit.plugin(), e);
            }
        }
        end();
    }

    /** Lets each worker forget its thread-locals before its next unit. */
    static void forgetThreadLocals() {
        OBLIVIONS.incrementAndGet();
    }

    /** Tells whether the last unit was interrupted. The worker's own thread alone may ask. */
    boolean lastWasInterrupted() {
        return lastReasonToStop != null;
    }

    private void begin(WorkUnit<?> unit) {
        if (oblivions != OBLIVIONS.get()) {
            oblivions = OBLIVIONS.get();
            ThreadLocals.forget();
        }
        start(unit);
    }

    private synchronized void start(WorkUnit<?> unit) {
        running = unit;
        startedAt = System.nanoTime();
    }

    private synchronized void end() {
        if (retired) {
            throw new RetiredException();
        }
        running = null;
        lastReasonToStop = reasonToStop;
        reasonToStop = null;
        // An interrupt, ours or from whatever the unit called, must not reach what runs next.
        Thread.interrupted();
    }

    /** Returns what the caller of a unit is told that was stopped. */
    static FaztException stopped(String reason) {
        return FaztException.busy(
                "it was stopped, since %s; nothing was changed: ask for less at a time".formatted(reason),
                Duration.ofSeconds(10));
    }

    /** Returns what the caller of a unit is told that ran for too long. */
    static FaztException overLimit(WorkUnit<?> unit) {
        return stopped(limitReason(unit));
    }

    private static String limitReason(WorkUnit<?> unit) {
        return "it ran for longer than its limit of %d ms".formatted(unit.limit().toMillis());
    }

    /**
     * Looks whether the running unit is over its limit, and interrupts it.
     *
     * @return the unit that did not even end then: the worker is retired, and needs a successor; otherwise null
     */
    synchronized @Nullable WorkUnit<?> check(long now) {
        WorkUnit<?> unit = running;
        if (unit == null || retired) {
            return null;
        }
        long over = now - startedAt - unit.limit().toNanos();
        if (over > 0 && reasonToStop == null) {
            interrupt(limitReason(unit));
        } else if (over > GRACE.toNanos()) {
            retired = true;
            LOG.error(
                    "a unit of work of plugin '{}' does not end, and is left behind with its thread:\n{}",
                    unit.plugin(),
                    Arrays.stream(thread.getStackTrace())
                            .limit(SHOWN_FRAMES)
                            .map(frame -> "    at " + frame)
                            .collect(Collectors.joining("\n")));
            return unit;
        }
        return null;
    }

    /** Returns since when a unit runs, in terms of {@link System#nanoTime}; {@link Long#MAX_VALUE} if none does. */
    synchronized long runningSince() {
        return running == null ? Long.MAX_VALUE : startedAt;
    }

    /** Ends a unit before its limit, if it still runs. */
    synchronized void interrupt(WorkUnit<?> unit, String why) {
        if (running == unit && reasonToStop == null) {
            interrupt(why);
        }
    }

    /** Ends whatever runs. */
    synchronized void interruptAny(String why) {
        if (running != null && reasonToStop == null) {
            interrupt(why);
        }
    }

    private void interrupt(String why) {
        reasonToStop = why;
        WorkUnit<?> unit = running;
        ConnectionSql open = sql;
        LOG.warn(
                "a unit of work of plugin '{}' is interrupted, since {}: {}",
                unit == null ? "" : unit.plugin(),
                why,
                open == null ? "" : open.lastStatement());
        thread.interrupt();
        if (open != null) {
            open.interrupt();
        }
    }
}
