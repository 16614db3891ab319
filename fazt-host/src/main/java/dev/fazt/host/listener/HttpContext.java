package dev.fazt.host.listener;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;

/**
 * Is what Helidon's HTTP asks about a connection.
 *
 * @param childSocketId names the connection in logs
 */
record HttpContext(
        Http1 http, DataReader dataReader, DataWriter dataWriter, PeerInfo remotePeer, PeerInfo localPeer, String childSocketId)
        implements ConnectionContext {

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
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return "fazt";
    }
}
