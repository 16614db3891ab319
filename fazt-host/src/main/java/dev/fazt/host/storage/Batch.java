package dev.fazt.host.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Are the units that the writer has taken and not answered yet. It belongs to the writer's worker, and passes as it is to the
 * successor of one that was retired.
 */
final class Batch {
    private final Deque<WorkUnit<?>> again = new ArrayDeque<>();
    private final Deque<WorkUnit<?>> done = new ArrayDeque<>();
    private @Nullable WorkUnit<?> running;
    private boolean committed;

    /** Begins a transaction. */
    void begin() {
        committed = false;
    }

    boolean isCommitted() {
        return committed;
    }

    /** Takes a unit whose transaction was lost through no fault of its own; null if there is none. */
    @Nullable WorkUnit<?> pollAgain() {
        return again.poll();
    }

    boolean hasAgain() {
        return !again.isEmpty();
    }

    /** Returns the unit that runs, or whose effects do; null if none does. */
    @Nullable WorkUnit<?> running() {
        return running;
    }

    void runs(@Nullable WorkUnit<?> unit) {
        running = unit;
    }

    /** Notes that a unit has run and waits for the commit. */
    void ran(WorkUnit<?> unit) {
        done.add(unit);
    }

    int size() {
        return done.size();
    }

    void commits() {
        committed = true;
    }

    /** Takes the next unit that waits for its answer; null if there is none. */
    @Nullable WorkUnit<?> pollDone() {
        return done.poll();
    }

    /** Notes that the transaction is gone: what ran in it runs again, before anything else and in the same order. */
    void undo() {
        for (WorkUnit<?> unit = done.pollLast(); unit != null; unit = done.pollLast()) {
            again.addFirst(unit);
        }
    }

    /** Gives up what the transaction held. What was to run again was not in it, and stays. */
    void drop(Consumer<WorkUnit<?>> end) {
        Queue<WorkUnit<?>> lost = new ArrayDeque<>(done);
        done.clear();
        if (running != null) {
            lost.add(running);
            running = null;
        }
        lost.forEach(end);
    }
}
