package dev.fazt.host.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each client's connection, on one thread for all, when something has come or can be sent. So a connection that waits needs no
 * thread, and with it no stack. Thread-safe.
 */
final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration BETWEEN_FAILURES = Duration.ofMillis(50);
    /** Is how much is taken from a client at once, and how little when much is held. */
    private static final int PART = 16 << 10;

    private static final int SMALL_PART = 1 << 10;

    /** Is told what happens on its connection. It must not block: all others wait meanwhile. */
    interface Client {
        /**
         * Takes what has come.
         *
         * @param part an empty buffer of the loop's; the client takes no more than fits
         */
        void receive(ByteBuffer part) throws IOException;

        /** Learns that more can be sent. */
        void mayWrite();

        /** Ends the connection. */
        void close();
    }

    private final long mostHeld;
    private final AtomicLong held = new AtomicLong();
    private final Selector selector;
    private final ByteBuffer part = ByteBuffer.allocateDirect(PART);
    private final Thread thread = Thread.ofPlatform().name("fazt-events").unstarted(this::run);

    private EventLoop(Selector selector, long mostHeld) {
        this.selector = selector;
        this.mostHeld = mostHeld;
    }

    /**
     * Starts one.
     *
     * @param mostHeld how many bytes of all clients may lie unread before only a little is taken from each
     */
    static EventLoop start(long mostHeld) throws IOException {
        EventLoop loop = new EventLoop(Selector.open(), mostHeld);
        loop.thread.start();
        return loop;
    }

    /** Registers a channel that does not block; what its client wants to be told is set at the key, followed by {@link #wakeUp}. */
    SelectionKey register(SocketChannel channel, Client client) throws IOException {
        return channel.register(selector, 0, client);
    }

    /** Has the loop see what was changed at a key, or that a channel was closed. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Counts bytes that were taken and are not read yet; negative when they are. */
    void hold(int bytes) {
        held.addAndGet(bytes);
    }

    /** Tells whether so much lies unread that no more should be taken from anybody who has sent something. */
    boolean holdsMuch() {
        return held.get() > mostHeld;
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::tell);
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                LOG.error("waiting for clients failed, and goes on", e);
                LockSupport.parkNanos(BETWEEN_FAILURES.toNanos());
            }
        }
    }

    private void tell(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isReadable()) {
                client.receive(part.clear().limit(holdsMuch() ? SMALL_PART : PART));
            }
            if (key.isWritable()) {
                client.mayWrite();
            }
        } catch (IOException | CancelledKeyException e) {
            LOG.trace("a client is gone", e);
            client.close();
        } catch (RuntimeException | Error e) {
            client.close();
            LOG.warn("a connection failed, and was closed", e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("waiting for clients could not be ended", e);
        }
    }
}
