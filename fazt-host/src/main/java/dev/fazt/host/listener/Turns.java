package dev.fazt.host.listener;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many requests be at work at the same time, and the others wait in line. Thread-safe.
 *
 * <p>Thousands of requests that are all half-way through fill the memory, and none is answered sooner for it. A turn is for work, which
 * takes milliseconds. It is lost after at most two rounds, so that whoever is slow goes on without one, and keeps nobody from theirs.
 */
final class Turns {
    /** Is enough to fill a transaction while the one before is forced to disk, and few beside thousands of connections. */
    static final int AT_ONCE = 128;

    private final Semaphore free = new Semaphore(AT_ONCE, true);
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

        void giveBack() {
            if (round.remove()) {
                free.release();
            }
        }
    }

    /** Waits for a turn. First come, first served. */
    Turn take() throws InterruptedException {
        free.acquire();
        Round round = current;
        while (!round.add()) {
            round = current;
        }
        return new Turn(round);
    }

    /** Begins a new round, and ends the one before the present. Called by one thread at a time. */
    void nextRound() {
        Round ended = previous;
        previous = current;
        current = new Round();
        free.release(ended.end());
    }
}
