package dev.fazt.host.listener;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is the way to and from one client, on a virtual thread of its own. It knows when it waits for the client, and lets a request begin only
 * when it is its turn.
 *
 * <p>The turn is awaited when the first bytes of a request are there, before anything is made of them: so a request in line holds its
 * bytes and little else. Whoever waits for the client, for the rest of a body or to take the answer, has none meanwhile.
 */
final class ClientConnection implements ConnectionContext, DataWriter, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final AtomicLong COUNT = new AtomicLong();
    /** Takes the most usual requests. Most connections wait most of the time: what they hold meanwhile is mainly this. */
    private static final int SMALL_BUFFER = 1 << 10;

    private static final int LARGE_BUFFER = 16 << 10;
    /** Is how much of what nobody asked for is taken from a client before its connection is closed. */
    private static final int MOST_UNREAD = 1 << 20;
    /** Is what the slowest client takes of an answer that is written in one go. */
    private static final long SLOWEST_BYTES_PER_SECOND = 4 << 10;

    private final SocketChannel channel;
    private final Http1 http;
    private final Lines lines;
    private final InputStream in;
    private final OutputStream out;
    private final PeerInfo client;
    private final PeerInfo server;
    private final String id = Long.toHexString(COUNT.incrementAndGet());
    private final DataReader reader = DataReader.create(this::next);
    private final AtomicReference<Turns.@Nullable Turn> turn = new AtomicReference<>();
    private byte[] buffer = new byte[SMALL_BUFFER];
    private volatile boolean requestBegins = true;
    private Turns line;
    private boolean clientEnded;
    /** Is since when the client is waited for, by the clock of {@link System#nanoTime}; 0 while it is not. */
    private volatile long waitingSince;

    ClientConnection(SocketChannel channel, Http1 http, Lines lines) throws IOException {
        this.channel = channel;
        this.http = http;
        this.lines = lines;
        this.line = lines.reading();
        this.in = channel.socket().getInputStream();
        this.out = channel.socket().getOutputStream();
        this.client = Peer.at(channel.getRemoteAddress());
        this.server = Peer.at(channel.getLocalAddress());
    }

    /** Answers the client, until one of the two ends the connection. */
    @Override
    public void run() {
        try {
            http.serve(this);
            linger();
        } catch (CloseConnectionException | UncheckedIOException e) {
            LOG.trace("a connection has ended", e);
            linger();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.warn("a connection failed, and was closed", e);
        } finally {
            giveBackTurn();
            close();
        }
    }

    /**
     * Says that there will be no more answers, and waits until the client has understood. To close while it still sends would make its
     * system throw away the last answer, such as the one that it sends too much.
     */
    private void linger() {
        if (clientEnded) {
            return;
        }
        requestBegins = true;
        waits(0);
        try {
            channel.shutdownOutput();
            int read = 0;
            for (long left = MOST_UNREAD; left > 0 && read >= 0; left -= read) {
                read = in.read(buffer);
            }
        } catch (IOException e) {
            LOG.trace("the client is gone", e);
        }
    }

    /** Tells whether the client has been waited for since before a moment, by the clock of {@link System#nanoTime}. */
    boolean hasWaitedSince(long moment) {
        long since = waitingSince;
        return since != 0 && since - moment < 0;
    }

    /** Tells whether the client has no request under way. */
    boolean isBetweenRequests() {
        return requestBegins && waitingSince != 0;
    }

    private void waits(long allowedNanos) {
        giveBackTurn();
        waitingSince = (System.nanoTime() + allowedNanos) | 1; // never 0
    }

    private void giveBackTurn() {
        if (turn.get() != null) {
            Turns.Turn taken = turn.getAndSet(null);
            if (taken != null) {
                taken.giveBack();
            }
        }
    }

    private byte @Nullable [] next() {
        if (requestBegins && buffer.length > SMALL_BUFFER) {
            buffer = new byte[SMALL_BUFFER];
        }
        waits(0);
        byte[] bytes = receive();
        if (bytes == null) {
            return null;
        }
        if (requestBegins) {
            requestBegins = false;
            line = lines.forMethod(bytes[0]);
        }
        waitingSince = 0;
        takeTurn();
        return bytes;
    }

    /** Returns what is there, or comes next; null at the end. */
    private byte @Nullable [] receive() {
        try {
            int read = in.read(buffer);
            if (read < 0) {
                clientEnded = true;
                return null;
            }
            byte[] bytes = Arrays.copyOf(buffer, read);
            if (read == buffer.length && read < LARGE_BUFFER) {
                buffer = new byte[2 * read];
            }
            return bytes;
        } catch (IOException e) {
            throw new ServerConnectionException("the client is gone", e);
        }
    }

    private void takeTurn() {
        try {
            turn.set(line.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("the server is stopping", e);
        }
    }

    @Override
    public void write(BufferData buffer) {
        waits(buffer.available() * Duration.ofSeconds(1).toNanos() / SLOWEST_BYTES_PER_SECOND);
        buffer.writeTo(out);
        waitingSince = 0;
        requestBegins = true; // what comes next is another one, unless it is the rest of this one's body
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(buffers);
    }

    /** Ends the connection, whatever it is about. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.trace("a connection could not be closed", e);
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return this;
    }

    @Override
    public ListenerContext listenerContext() {
        return http;
    }

    @Override
    public ExecutorService executor() {
        return http.executor();
    }

    @Override
    public Router router() {
        return http.router();
    }

    @Override
    public PeerInfo remotePeer() {
        return client;
    }

    @Override
    public PeerInfo localPeer() {
        return server;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return "fazt";
    }

    @Override
    public String childSocketId() {
        return id;
    }
}
