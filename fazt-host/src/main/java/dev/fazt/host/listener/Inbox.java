package dev.fazt.host.listener;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a client has sent and nobody has read yet. When it is full, nothing more is taken from the client, so that its system makes
 * it wait. Thread-safe.
 */
final class Inbox {
    private static final int MOST_BYTES = 16 << 10;
    /** Is what a part holds besides its bytes: one byte at a time would fill the memory otherwise. */
    private static final int PART_BYTES = 32;

    private final SelectionKey key;
    private final EventLoop loop;
    private final Deque<byte[]> parts = new ArrayDeque<>(1);
    private int held;
    private boolean full;
    private boolean ended;
    private boolean closed;

    Inbox(SelectionKey key, EventLoop loop) {
        this.key = key;
        this.loop = loop;
    }

    /** Takes a part, which is not empty. */
    synchronized void add(byte[] part) {
        if (closed) {
            return;
        }
        parts.add(part);
        hold(part.length + PART_BYTES);
        if ((held >= MOST_BYTES || loop.holdsMuch()) && !full) {
            full = true;
            key.interestOpsAnd(~SelectionKey.OP_READ);
        }
        notifyAll();
    }

    private void hold(int bytes) {
        held += bytes;
        loop.hold(bytes);
    }

    /** Says that nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Throws away what is there, and what still comes. */
    synchronized void close() {
        closed = true;
        clear();
        end();
    }

    /** Returns the first byte that is there, or 0 if none is. */
    synchronized byte first() {
        byte[] part = parts.peek();
        return part == null ? 0 : part[0];
    }

    /** Returns the next part, or null if none is there. */
    synchronized byte @Nullable [] poll() {
        byte[] part = parts.poll();
        if (part != null) {
            hold(-part.length - PART_BYTES);
            readOn();
        }
        return part;
    }

    /** Waits for the next part; null at the end. */
    synchronized byte @Nullable [] await() throws InterruptedException {
        while (parts.isEmpty() && !ended) {
            wait();
        }
        return poll();
    }

    synchronized void clear() {
        parts.clear();
        hold(-held);
        readOn();
    }

    private void readOn() {
        if (full && !closed && held <= MOST_BYTES / 2) {
            full = false;
            try {
                key.interestOpsOr(SelectionKey.OP_READ);
                loop.wakeUp();
            } catch (CancelledKeyException e) {
                closed = true;
            }
        }
    }

    synchronized boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Tells whether all has been read, and nothing more will come. */
    synchronized boolean isOver() {
        return ended && parts.isEmpty();
    }
}
