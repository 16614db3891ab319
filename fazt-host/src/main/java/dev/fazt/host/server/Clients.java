package dev.fazt.host.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a client's address, and whether it came by TLS. A proxy's word for either is taken only if the proxy itself is configured as
 * trusted.
 */
final class Clients {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
    private static final int MOST_HOPS = 100;

    private final Set<String> trusted;

    Clients(List<String> trustedProxies) {
        this.trusted = new HashSet<>(trustedProxies);
    }

    String address(ServerRequest request) {
        String peer = request.remotePeer().host();
        if (!trusted.contains(peer)) {
            return peer;
        }
        // Each proxy appends whom it spoke to: the last address that is no proxy of ours is the client's.
        for (String hop : values(request, FORWARDED_FOR).reversed()) {
            Optional<String> address = literal(hop);
            if (address.isEmpty()) {
                return peer;
            }
            if (!trusted.contains(address.get())) {
                return address.get();
            }
        }
        return peer;
    }

    /** Tells whether the client speaks TLS with the proxy in front. */
    boolean isSecure(ServerRequest request) {
        if (!trusted.contains(request.remotePeer().host())) {
            return false;
        }
        List<String> schemes = values(request, FORWARDED_PROTO);
        return !schemes.isEmpty() && schemes.getLast().equalsIgnoreCase("https");
    }

    private static List<String> values(ServerRequest request, HeaderName name) {
        return request.headers().contains(name)
                ? request.headers().get(name).allValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", MOST_HOPS)))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    /** Reads an address, which some proxies write with a port. */
    private static Optional<String> literal(String hop) {
        String address = hop;
        if (hop.startsWith("[")) {
            address = hop.substring(1, Math.max(1, hop.indexOf(']')));
        } else if (hop.indexOf(':') >= 0 && hop.indexOf(':') == hop.lastIndexOf(':')) {
            address = hop.substring(0, hop.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address).getHostAddress());
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
