package dev.fazt.host.listener;

import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Is Helidon's HTTP/1.1 with our limits: every size that a client could stretch is bounded here. Thread-safe. */
final class Http1 implements ListenerContext, AutoCloseable {
    private final ListenerConfig config = WebServer.builder()
            .maxPayloadSize(1L << 30)
            .protocolsDiscoverServices(false)
            .buildPrototype();
    private final ServerConnectionSelector http1 = Http1ConnectionSelector.builder().config(http1()).build();
    private final Context context = Context.create();
    private final MediaContext mediaContext = MediaContext.create();
    private final ContentEncodingContext contentEncodingContext = ContentEncodingContext.create();
    private final DirectHandlers directHandlers = DirectHandlers.create();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Router router;

    Http1(HttpRouting routing) {
        this.router = new OneRouting(routing);
    }

    @SuppressWarnings("removal") // the log of parts goes away one day, and then needs no switch
    private static Http1Config http1() {
        return Http1Config.builder()
                .maxHeadersSize(16_384)
                .maxPrologueLength(8_192)
                // Even if nobody reads it, it asks for each part of each request whether somebody wants to.
                .receiveLog(false)
                .sendLog(false)
                .build();
    }

    /** Answers one request, and tells whether the client may send another. */
    boolean answer(ConnectionContext client) throws InterruptedException {
        ServerConnection connection = http1.connection(client);
        OneRequest one = new OneRequest(connection);
        connection.handle(one);
        return one.isAnswered();
    }

    Router router() {
        return router;
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public MediaContext mediaContext() {
        return mediaContext;
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return contentEncodingContext;
    }

    @Override
    public DirectHandlers directHandlers() {
        return directHandlers;
    }

    @Override
    public ExecutorService executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
