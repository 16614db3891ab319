package dev.fazt.host.listener;

import java.time.Duration;

/**
 * Knows since when a client is waited for, if it is. One clock looks at all of them: a timer for each wait, which is set and taken back,
 * costs more than what is waited for. Read by any thread; changed by the one that the connection belongs to at the moment.
 */
final class Patience {
    /** Is how fast the slowest client sends and takes, besides the time for which anybody is waited for. */
    private static final long SLOWEST_BYTES_PER_SECOND = 4 << 10;

    /** By the clock of {@link System#nanoTime}; 0 while the client is not waited for. */
    private volatile long since;

    /** Of the request under way: how many bytes have come, and for how long they were waited for. */
    private long received;

    private long waitedNanos;

    /** Begins to wait for a request, or for the client to leave. */
    void awaitNext() {
        await(0);
    }

    /** Ends the wait for a request, of which something has come. */
    void requestBegins() {
        received = 0;
        waitedNanos = 0;
        end();
    }

    /** Begins to wait for more of the request: for the shorter, the less has come in the time that was waited so far. */
    void awaitMore() {
        await(Math.min(0, nanosFor(received) - waitedNanos));
    }

    /** Begins to wait until the client takes more of so many bytes, if it has not begun. */
    void awaitRoom(int bytes) {
        if (since == 0) {
            await(nanosFor(bytes));
        }
    }

    private void await(long allowedNanos) {
        since = (System.nanoTime() + allowedNanos) | 1; // never 0
    }

    /** Ends the wait. */
    void end() {
        since = 0;
    }

    /** Counts bytes of the request. */
    void came(int bytes) {
        received += bytes;
    }

    /** Counts for how long they were waited for. */
    void waited(long nanos) {
        waitedNanos += nanos;
    }

    /** Tells whether the client has been waited for since before a moment, by the clock of {@link System#nanoTime}. */
    boolean hasLastedSince(long moment) {
        long begun = since;
        return begun != 0 && begun - moment < 0;
    }

    private static long nanosFor(long bytes) {
        return bytes * Duration.ofSeconds(1).toNanos() / SLOWEST_BYTES_PER_SECOND;
    }
}
