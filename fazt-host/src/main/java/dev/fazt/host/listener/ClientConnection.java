package dev.fazt.host.listener;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is the way to and from one client. It has no thread while it waits for a request, and a virtual one for each request. It knows when it
 * waits for the client, and lets a request begin only when it is its turn.
 *
 * <p>The turn is awaited when the first bytes of a request are there, before anything is made of them: so a request in line holds its
 * bytes and little else. Whoever waits for the client, for the rest of a body or to take the answer, has none meanwhile.
 */
final class ClientConnection implements PlainWriter, EventLoop.Client {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final AtomicLong COUNT = new AtomicLong();
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();
    /** Is how much of what nobody asked for is taken from a client before its connection is closed. */
    private static final int MOST_UNREAD = 64 << 20;

    private enum Phase {
        BETWEEN_REQUESTS,
        /** A request is in line, or at work. */
        REQUEST,
        /** The last answer is sent; what the client still sends is thrown away until it has understood. */
        LEAVING,
        ENDED
    }

    private final SocketChannel channel;
    private final Http1 http;
    private final Lines lines;
    private final EventLoop loop;
    private final Consumer<ClientConnection> whenEnded;
    private final PeerInfo client;
    private final PeerInfo server;
    private final SelectionKey key;
    private final Inbox inbox;
    private final Outbox outbox;
    private final String id = Long.toHexString(COUNT.incrementAndGet());
    /** Are with the client: while it sends a request, and while it takes the answer. */
    private final Patience sending = new Patience();

    private final Patience taking = new Patience();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BETWEEN_REQUESTS);
    private final AtomicReference<Line.@Nullable Turn> turn = new AtomicReference<>();
    private DataReader reader = DataReader.create(this::next);
    private Line line;
    private long unread;
    private volatile boolean closed;

    /**
     * Creates one that waits for nothing yet.
     *
     * @param channel does not block
     * @param whenEnded is told once, when the connection is closed and no request is at work any more
     */
    ClientConnection(SocketChannel channel, Http1 http, Lines lines, EventLoop loop, Consumer<ClientConnection> whenEnded)
            throws IOException {
        this.channel = channel;
        this.http = http;
        this.lines = lines;
        this.loop = loop;
        this.whenEnded = whenEnded;
        this.line = lines.forMethod((byte) 0);
        this.client = Peer.at(channel.getRemoteAddress());
        this.server = Peer.at(channel.getLocalAddress());
        this.key = loop.register(channel, this);
        this.inbox = new Inbox(key, loop);
        this.outbox = new Outbox(channel, key, loop, taking, this::giveBackTurn);
    }

    /** Begins to wait for requests. */
    void start() {
        sending.await();
        key.interestOps(SelectionKey.OP_READ);
        loop.wakeUp();
    }

    /** Tells whether the client has been waited for since before a moment, by the clock of {@link System#nanoTime}. */
    boolean hasWaitedSince(long moment) {
        return sending.hasLastedSince(moment) || taking.hasLastedSince(moment);
    }

    /** Tells whether the client has no request under way. */
    boolean isBetweenRequests() {
        return phase.get() == Phase.BETWEEN_REQUESTS;
    }

    @Override
    public void receive(ByteBuffer part) throws IOException {
        int read = channel.read(part);
        if (read < 0) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
            inbox.end();
        } else if (phase.get() == Phase.LEAVING) {
            unread += read;
        } else if (read > 0) {
            byte[] bytes = new byte[read];
            part.flip().get(bytes);
            inbox.add(bytes);
        }
        proceed();
    }

    /**
     * Does what is to be done while no request is under way: begins the one of which something has come, or ends the connection. Whoever
     * has changed something calls it, the loop's thread and that of a request at the same time perhaps.
     */
    private void proceed() {
        if (phase.get() == Phase.LEAVING) {
            inbox.clear();
            if (closed || inbox.isOver() || unread > MOST_UNREAD) {
                close();
            }
        }
        while (phase.get() == Phase.BETWEEN_REQUESTS) {
            if (closed || inbox.isOver()) {
                close();
            } else if (inbox.isEmpty() || !phase.compareAndSet(Phase.BETWEEN_REQUESTS, Phase.REQUEST)) {
                return;
            } else if (inbox.isEmpty()) {
                // It was the rest of a request that has just been answered.
                phase.set(Phase.BETWEEN_REQUESTS);
            } else {
                standInLine(inbox.first());
            }
        }
    }

    private void standInLine(byte first) {
        sending.begin();
        taking.begin();
        line = lines.forMethod(first);
        line.enter(this::begin);
    }

    private void begin(Line.Turn taken) {
        try {
            THREADS.newThread(() -> answer(taken)).start();
        } catch (RuntimeException | Error e) {
            LOG.warn("a request could not begin, and its connection was closed", e);
            lines.ended();
            giveUp(); // and the turn is lost in two rounds
        }
    }

    private void answer(Line.Turn taken) {
        turn.set(taken);
        boolean done = false;
        try {
            if (isAnswered()) {
                awaitNext();
            } else {
                leave();
            }
            done = true;
        } finally {
            if (!done) {
                giveUp();
            }
        }
    }

    private void giveUp() {
        phase.set(Phase.BETWEEN_REQUESTS);
        close();
    }

    /** Answers the request, and tells whether the client may send another. */
    private boolean isAnswered() {
        try {
            DataWriter writer = HeadOnly.isWanted(reader) ? new HeadOnly(this) : this;
            return http.answer(new HttpContext(http, reader, writer, client, server, id));
        } catch (CloseConnectionException | UncheckedIOException e) {
            LOG.trace("a connection has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.warn("a connection failed, and was closed", e);
        } finally {
            giveBackTurn();
            lines.ended();
        }
        return false;
    }

    private void awaitNext() {
        if (reader.available() > 0) {
            standInLine(reader.lookup()); // it came together with the one before
            return;
        }
        reader = DataReader.create(this::next); // the other holds the last bytes
        sending.begin();
        sending.await();
        phase.set(Phase.BETWEEN_REQUESTS);
        proceed();
    }

    /**
     * Says that there will be no more answers, and waits until the client has understood. To close while it still sends would make its
     * system throw away the last answer, such as the one that it sends too much.
     */
    private void leave() {
        sending.begin();
        sending.await();
        phase.set(Phase.LEAVING);
        try {
            channel.shutdownOutput();
            proceed();
        } catch (IOException e) {
            LOG.trace("the client is gone", e);
            close();
        }
    }

    private void giveBackTurn() {
        Line.Turn taken = turn.getAndSet(null);
        if (taken != null) {
            taken.giveBack();
        }
    }

    /** Returns more bytes of a request. */
    private byte[] next() {
        byte[] part = inbox.poll();
        if (part == null) {
            return awaitPart();
        }
        sending.passed(part.length);
        return part;
    }

    private byte[] awaitPart() {
        giveBackTurn();
        sending.await();
        byte[] part;
        try {
            part = inbox.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted while the client was waited for", e);
        }
        if (part == null) {
            throw new CloseConnectionException("the client went away in the middle of a request");
        }
        sending.passed(part.length);
        turn.set(line.await());
        return part;
    }

    @Override
    public void write(BufferData buffer) {
        buffer.writeTo(outbox);
    }

    @Override
    public void mayWrite() {
        outbox.goOn();
    }

    /** Ends the connection, whatever it is about. */
    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.trace("a connection could not be closed", e);
        }
        loop.wakeUp();
        inbox.close();
        outbox.closed();
        if (phase.compareAndSet(Phase.BETWEEN_REQUESTS, Phase.ENDED) || phase.compareAndSet(Phase.LEAVING, Phase.ENDED)) {
            whenEnded.accept(this);
        }
    }
}
