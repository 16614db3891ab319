package dev.fazt.host.listener;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/**
 * Is one end of a connection.
 *
 * @param host the IP address in text form
 */
record Peer(InetSocketAddress address, String host) implements PeerInfo {

    static Peer at(SocketAddress address) {
        InetSocketAddress internet = (InetSocketAddress) address;
        return new Peer(internet, internet.getAddress().getHostAddress());
    }

    @Override
    public int port() {
        return address.getPort();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
