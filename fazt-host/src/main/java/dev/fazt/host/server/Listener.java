package dev.fazt.host.server;

import dev.fazt.host.StartupException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Opens the port. Every size and time that a client could stretch is bounded here. */
final class Listener {
    /** Is about what the heap holds for a connection, measured: 14 KB while it reads, half of it a buffer, and 25 while it writes. */
    private static final long CONNECTION_BYTES = 20 << 10;
    /** Is about what the heap holds besides. */
    private static final long REST_BYTES = 32 << 20;

    private Listener() {}

    /**
     * Opens the port and starts to answer.
     *
     * @throws StartupException if the port was taken since it was probed
     */
    static WebServer start(ServerConfiguration configuration, Dispatcher dispatcher) {
        WebServer server = WebServer.builder()
                .host(configuration.bind())
                .port(configuration.port())
                // Small answers would wait 40 ms for a delayed acknowledgement.
                .connectionOptions(options -> options.tcpNoDelay(true).readTimeout(Duration.ofSeconds(30)))
                // Blocking sockets under virtual threads were measured to be faster than NIO ones.
                .useNio(false)
                .backlog(4_096)
                .maxPayloadSize(1L << 30)
                .maxTcpConnections(mostConnections())
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(500))
                .protocolsDiscoverServices(false)
                .addProtocol(http())
                .routing(new FixedRouting(dispatcher))
                .build()
                .start();
        if (!server.isRunning()) {
            throw refused(configuration, "another program took it just now");
        }
        return server;
    }

    /**
     * Bounds the connections by the memory: too many would not fail, but leave Java looking for memory all the time. Those above wait
     * to be accepted.
     */
    private static int mostConnections() {
        long room = Runtime.getRuntime().maxMemory() - REST_BYTES;
        return Math.clamp(room / CONNECTION_BYTES, 200, 16_384);
    }

    @SuppressWarnings("removal") // the log of parts goes away one day, and then needs no switch
    private static Http1Config http() {
        return Http1Config.builder()
                .maxHeadersSize(16_384)
                .maxPrologueLength(8_192)
                // Even if nobody reads it, it asks for each part of each request whether somebody wants to.
                .receiveLog(false)
                .sendLog(false)
                .build();
    }

    /**
     * Tries the port before anything is created: the server would only log why it can not be had.
     *
     * @throws StartupException if the port is taken or may not be used
     */
    static void probe(ServerConfiguration configuration) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(configuration.bind(), configuration.port()));
        } catch (IOException e) {
            throw refused(configuration, String.valueOf(e.getMessage()));
        }
    }

    private static StartupException refused(ServerConfiguration configuration, String reason) {
        return new StartupException("can not listen on %s port %d (%s): choose another with --port, or stop what uses it"
                .formatted(configuration.bind(), configuration.port(), reason));
    }
}
