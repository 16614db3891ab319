package dev.fazt.host.listener;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests be at work at the same time, and the others wait in line: first come, first served. Thread-safe.
 *
 * <p>Thousands of requests that are all half-way through fill the memory, and none is answered sooner for it. A turn is for work, which
 * takes milliseconds. It is lost after at most two rounds, so that whoever is slow goes on without one, and keeps nobody from theirs.
 * Those need memory nevertheless: when there is no room for more of them, no request begins until one has ended.
 */
final class Line {
    /** Is enough to fill a transaction while the one before is forced to disk, and few beside thousands of connections. */
    static final int AT_ONCE = 128;

    private final Semaphore room;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Queue<Consumer<Turn>> begun = new ConcurrentLinkedQueue<>();
    private final Queue<Consumer<Turn>> waiting = new ConcurrentLinkedQueue<>();
    private volatile Round current = new Round();
    private Round previous = new Round();

    /** Counts the turns that were taken in one span of time, and not given back yet. */
    private static final class Round {
        private static final int OVER = -1;

        private final AtomicInteger taken = new AtomicInteger();

        /** Adds a turn; false if the round is over. */
        boolean add() {
            return taken.updateAndGet(count -> count == OVER ? OVER : count + 1) != OVER;
        }

        /** Takes a turn out; false if the round is over, and the turn lost. */
        boolean remove() {
            return taken.getAndUpdate(count -> count == OVER ? OVER : count - 1) != OVER;
        }

        /** Ends the round, and returns how many turns are lost with it. */
        int end() {
            return taken.getAndSet(OVER);
        }
    }

    /** Is a turn that was taken. Whoever has it gives it back once. */
    final class Turn {
        private final Round round;

        private Turn(Round round) {
            this.round = round;
        }

        /** Lets the next in line begin. */
        void giveBack() {
            if (round.remove()) {
                free.release();
                callNext();
            }
        }
    }

    /**
     * Creates a line in which nobody waits.
     *
     * @param room a permit for each request that may be under way
     */
    Line(Semaphore room) {
        this.room = room;
    }

    /**
     * Has a request wait, without a thread. It takes a permit of the room with it, which goes back when it has ended.
     *
     * @param begin is given the turn when it comes, perhaps at once; must not block
     */
    void enter(Consumer<Turn> begin) {
        waiting.add(begin);
        callNext();
    }

    /** Waits for another turn, before those that have not begun yet. For a request that has given back its turn. */
    Turn await() {
        CompletableFuture<Turn> turn = new CompletableFuture<>();
        begun.add(turn::complete);
        callNext();
        return turn.join();
    }

    /** Begins a new round, and ends the one before the present. Called by one thread at a time. */
    void nextRound() {
        Round ended = previous;
        previous = current;
        current = new Round();
        free.release(ended.end());
        callNext();
    }

    /** Gives out what is free. Whoever enters, or frees something, calls it; so nobody is left in line beside a free turn. */
    void callNext() {
        while (canCall() && free.tryAcquire()) {
            Consumer<Turn> next = next();
            if (next == null) {
                free.release(); // another thread has called them
            } else {
                next.accept(take());
            }
        }
    }

    private boolean canCall() {
        return !begun.isEmpty() || (!waiting.isEmpty() && room.availablePermits() > 0);
    }

    private @Nullable Consumer<Turn> next() {
        Consumer<Turn> next = begun.poll();
        if (next == null && room.tryAcquire()) {
            next = waiting.poll();
            if (next == null) {
                room.release();
            }
        }
        return next;
    }

    private Turn take() {
        Round round = current;
        while (!round.add()) {
            round = current;
        }
        return new Turn(round);
    }
}
