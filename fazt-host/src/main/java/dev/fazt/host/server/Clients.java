package dev.fazt.host.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells a client's address. A proxy's word for it is taken only if the proxy itself is configured as trusted. */
final class Clients {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    private final Set<String> trusted;

    Clients(List<String> trustedProxies) {
        this.trusted = new HashSet<>(trustedProxies);
    }

    String address(ServerRequest request) {
        String peer = request.remotePeer().address() instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : request.remotePeer().host();
        if (trusted.isEmpty() || !trusted.contains(peer) || !request.headers().contains(FORWARDED_FOR)) {
            return peer;
        }
        // Each proxy appends whom it spoke to: the last address that is no proxy of ours is the client's.
        List<String> chain = List.of(String.join(",", request.headers().get(FORWARDED_FOR).allValues()).split(",", -1));
        for (String hop : chain.reversed()) {
            String address = hop.strip();
            if (!trusted.contains(address)) {
                return address.matches("[0-9a-fA-F:.]{2,45}") ? address : peer;
            }
        }
        return peer;
    }
}
