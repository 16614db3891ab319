package dev.fazt.host.listener;

import dev.fazt.host.RecurringTask;
import dev.fazt.host.StartupException;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the port, and lets clients in, as many as the memory has room for. Thread-safe.
 *
 * <p>Clients that send nothing, or take nothing, are dropped after a while.
 */
public final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    /** Is what the heap holds for a request that waits in the middle of its body: 12 KB as measured, and 4 of a body. */
    private static final long REQUEST_BYTES = 18 << 10;
    /** Is how many connections there may be for each such request, and at least. One without a request holds 1.1 KB. */
    private static final int CONNECTIONS_PER_REQUEST = 3;

    private static final int FEWEST_CONNECTIONS = 2_500;
    /** Is about what the heap holds besides. */
    private static final long REST_BYTES = 32 << 20;

    private static final int BACKLOG = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Is how many times sooner clients without a request are dropped while others wait to be let in. */
    private static final int HURRY = 6;

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final ServerSocketChannel port;
    private final EventLoop loop;
    private final Http1 http;
    private final Duration patience;
    private final Lines lines = new Lines(mostRequests());
    private final Semaphore room;
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = Thread.ofPlatform().name("fazt-listener").unstarted(this::accept);
    private long warnedAt = System.nanoTime() - BETWEEN_WARNINGS.toNanos();
    private final RecurringTask clock;
    private volatile boolean stopped;

    private Listener(ServerSocketChannel port, HttpRouting routing, Duration patience, int mostConnections) throws IOException {
        this.port = port;
        this.room = new Semaphore(mostConnections);
        this.loop = EventLoop.start(Runtime.getRuntime().maxMemory() / 8);
        this.http = new Http1(routing);
        this.patience = patience;
        this.clock = RecurringTask.start(Thread.ofPlatform().daemon().name("fazt-clock"), null, TICK, this::tick);
    }

    /**
     * Opens the port and starts to answer.
     *
     * @param bind the address to listen on
     * @param port 0 for any that is free
     * @throws StartupException if the port is taken or may not be used
     */
    public static Listener start(String bind, int port, HttpRouting routing) {
        return start(bind, port, routing, PATIENCE, Math.max(FEWEST_CONNECTIONS, CONNECTIONS_PER_REQUEST * mostRequests()));
    }

    /** Starts one that waits for its clients for another time, and lets another number of them in. */
    static Listener start(String bind, int port, HttpRouting routing, Duration patience, int mostConnections) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(bind, port), BACKLOG);
                Listener listener = new Listener(channel, routing, patience, mostConnections);
                listener.acceptor.start();
                return listener;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw refused(bind, port, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Tries the port before anything is created.
     *
     * @throws StartupException if the port is taken or may not be used
     */
    public static void probe(String bind, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
        } catch (IOException e) {
            throw refused(bind, port, String.valueOf(e.getMessage()));
        }
    }

    private static StartupException refused(String bind, int port, String reason) {
        return new StartupException("can not listen on %s port %d (%s): choose another with --port, or stop what uses it"
                .formatted(bind, port, reason));
    }

    /**
     * Bounds the requests under way by the memory, and so the connections: too many would not fail, but leave Java looking for memory all
     * the time. Requests above it wait in line, and clients above it to be let in.
     */
    private static int mostRequests() {
        long forAll = Runtime.getRuntime().maxMemory() - REST_BYTES;
        return Math.clamp(forAll / REQUEST_BYTES, 200, 8_192);
    }

    /** Returns the port that it really listens on. */
    public int port() {
        return port.socket().getLocalPort();
    }

    private void accept() {
        while (!stopped) {
            try {
                room.acquire();
                begin(port.accept());
            } catch (ClosedChannelException | InterruptedException e) {
                return; // it stops
            } catch (IOException | RuntimeException | Error e) {
                room.release();
                warn(e);
                LockSupport.parkNanos(TICK.toNanos()); // such as too many open files: it would fail again at once
            }
        }
    }

    private void warn(Throwable failure) {
        if (System.nanoTime() - warnedAt >= BETWEEN_WARNINGS.toNanos()) {
            warnedAt = System.nanoTime();
            LOG.warn("a client could not be let in: {}", failure.toString());
        }
    }

    /** Begins to wait for what a client sends; what this throws has left nothing. */
    private void begin(SocketChannel channel) throws IOException {
        ClientConnection connection;
        try {
            // Small answers would wait 40 ms for a delayed acknowledgement.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            connection = new ClientConnection(channel, http, lines, loop, this::end);
        } catch (SocketException gone) {
            channel.close();
            room.release();
            return;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
        connections.add(connection);
        connection.start();
        if (stopped) {
            connection.close();
        }
    }

    private void end(ClientConnection connection) {
        if (connections.remove(connection)) {
            room.release();
        }
    }

    private void tick() {
        lines.nextRound();
        long now = System.nanoTime();
        long longAgo = now - patience.toNanos();
        long longForAnIdleOne = now - (room.availablePermits() > 0 ? patience : patience.dividedBy(HURRY)).toNanos();
        for (ClientConnection connection : connections) {
            if (connection.hasWaitedSince(connection.isBetweenRequests() ? longForAnIdleOne : longAgo)) {
                connection.close();
            }
        }
    }

    /** Lets nobody in any more, and closes all connections: at once where there is no request, and a little later elsewhere. */
    public void stop() {
        stopped = true;
        try {
            port.close();
            clock.close();
            acceptor.interrupt();
            acceptor.join();
            long until = System.nanoTime() + GRACE.toNanos();
            while (!connections.isEmpty() && System.nanoTime() - until < 0) {
                connections.stream().filter(ClientConnection::isBetweenRequests).forEach(ClientConnection::close);
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        } catch (IOException e) {
            LOG.warn("the port could not be closed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.forEach(ClientConnection::close);
            loop.close();
            http.close();
        }
    }
}
