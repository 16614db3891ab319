package dev.fazt.host.storage;

import dev.fazt.api.storage.Work;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Is a unit of work that stays open while something goes on on other threads, such as the start of a plugin: what they write and read
 * meanwhile runs within it, one after the other, and is stored together or not at all.
 *
 * <p>The writer serves it alone for that time: everybody else's writes wait, so it is for short things.
 */
final class OpenUnit {
    private final BlockingQueue<Part> waiting = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile @Nullable WorkUnit<?> running;
    private boolean closed;
    private boolean broken;

    /** Is what the writer finds in the queue. */
    private sealed interface Part {
        /** Something to be run within the unit. */
        record Inner(WorkUnit<?> unit) implements Part {}

        /** Nothing more comes. The unit fails if there is a failure. */
        record End(@Nullable Throwable failure) implements Part {}
    }

    /**
     * Hands in a part; false if the unit is closed.
     *
     * @throws IllegalStateException if it has ended before it was closed: what belongs to it must not be stored without it
     */
    synchronized boolean offer(WorkUnit<?> unit) {
        if (broken) {
            throw tooLate();
        }
        return !closed && waiting.add(new Part.Inner(unit));
    }

    /** Ends the unit after what was handed in: it is undone if there is a failure. */
    synchronized void close(@Nullable Throwable failure) {
        if (!closed) {
            closed = true;
            waiting.add(new Part.End(failure));
        }
    }

    /** Answers whoever still waits, when the whole unit has its outcome: a part that does not end would never be answered. */
    void end(@Nullable Throwable failure) {
        if (failure != null) {
            breakOff();
            refuseTheRest();
            WorkUnit<?> left = running;
            if (left != null) {
                left.fail(failure); // without effect if it has its answer
            }
        }
    }

    private synchronized void breakOff() {
        broken |= !closed;
        closed = true;
    }

    private static IllegalStateException tooLate() {
        return new IllegalStateException("the common unit of work ended before this could be run");
    }

    /** Completed when the writer serves this unit. */
    CompletableFuture<Boolean> opened() {
        return opened;
    }

    /** Completed when the unit is stored or undone, and everything goes its usual way again. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    /**
     * Does the work of the whole unit.
     *
     * @param first runs before anything else, and takes as long as it takes
     * @param last runs after everything else, if that went well
     * @param begun is called when the first part is through
     */
    Work<Boolean> work(Work<?> first, Work<?> last, Runnable begun) {
        return sql -> {
            if (opened.isDone()) {
                throw new IllegalStateException("the common transaction was lost: try it again");
            }
            try {
                first.run(sql);
                begun.run();
                opened.complete(true);
                serve((ConnectionSql) sql);
                last.run(sql);
                return true;
            } finally {
                breakOff();
                refuseTheRest();
            }
        };
    }

    private void serve(ConnectionSql sql) throws Exception {
        while (true) {
            switch (waiting.take()) {
                case Part.Inner inner -> run(inner.unit, sql);
                case Part.End end -> {
                    if (end.failure instanceof Exception exception) {
                        throw exception;
                    } else if (end.failure != null) {
                        throw new IllegalStateException(end.failure);
                    }
                    return;
                }
            }
        }
    }

    /** Runs a part behind a savepoint of its own. */
    private void run(WorkUnit<?> unit, ConnectionSql sql) throws Exception {
        if (!unit.claim()) {
            return;
        }
        running = unit;
        List<Runnable> effects = sql.takeEffects();
        Throwable failure = attempt(unit, sql);
        List<Runnable> more = sql.takeEffects();
        try {
            if (failure != null) {
                sql.control("ROLLBACK TO part");
            }
            sql.control("RELEASE part");
        } catch (SQLException e) {
            // SQLite has ended the transaction by itself: nothing of the whole unit is left.
            Exception cause = failure instanceof Exception exception ? exception : e;
            unit.fail(cause);
            throw cause;
        }
        effects.forEach(sql::afterCommit);
        if (failure == null) {
            more.forEach(sql::afterCommit);
            unit.succeed();
        } else {
            unit.fail(failure);
        }
    }

    private static @Nullable Throwable attempt(WorkUnit<?> unit, ConnectionSql sql) {
        try {
            sql.control("SAVEPOINT part");
            unit.run(sql);
            return sql.fatalFailure();
        } catch (Throwable e) {
            return e; // its caller's to see
        }
    }

    private void refuseTheRest() {
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            if (part instanceof Part.Inner inner && inner.unit.claim()) {
                inner.unit.fail(tooLate());
            }
        }
    }
}
