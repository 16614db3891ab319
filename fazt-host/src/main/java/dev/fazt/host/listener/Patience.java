package dev.fazt.host.listener;

import java.time.Duration;

/**
 * Knows since when a client is waited for, in one direction, if it is. One clock looks at all of them: a timer for each wait, which is set
 * and taken back, costs more than what is waited for. Read by any thread; changed by one at a time.
 */
final class Patience {
    /** Is how fast the slowest client sends and takes, besides the time for which anybody is waited for. */
    private static final long SLOWEST_BYTES_PER_SECOND = 4 << 10;

    /** By the clock of {@link System#nanoTime}; 0 while the client is not waited for. */
    private volatile long since;

    /** Since the request began: how many bytes have passed, and for how long they were waited for. */
    private long passed;

    private long waitedNanos;
    private long waitBegan;

    /** Begins anew, with a request; nobody is waited for. */
    void begin() {
        passed = 0;
        waitedNanos = 0;
        since = 0;
    }

    /** Begins to wait: for the shorter, the less has passed in the time that was waited so far. */
    void await() {
        waitBegan = System.nanoTime();
        long lag = Math.max(0, waitedNanos - passed * Duration.ofSeconds(1).toNanos() / SLOWEST_BYTES_PER_SECOND);
        since = (waitBegan - lag) | 1; // never 0
    }

    /** Counts bytes that have come, or were taken; nobody is waited for any more. */
    void passed(int bytes) {
        passed += bytes;
        if (since != 0) {
            waitedNanos += System.nanoTime() - waitBegan;
            since = 0;
        }
    }

    /** Tells whether the client has been waited for since before a moment, by the clock of {@link System#nanoTime}. */
    boolean hasLastedSince(long moment) {
        long begun = since;
        return begun != 0 && begun - moment < 0;
    }
}
