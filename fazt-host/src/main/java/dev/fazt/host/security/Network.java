package dev.fazt.host.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells which addresses count as one client: an IPv4 address by itself, of IPv6 the /64 that a subscriber is given (RFC 6177). */
final class Network {
    private static final int PREFIX_BYTES = 8;

    private Network() {}

    /** Returns the network of an address in text form; a text that is no address stands for itself. */
    static String of(String address) {
        int zone = address.indexOf('%');
        try {
            // An IPv4 address that is written as an IPv6 one becomes IPv4 by this.
            return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES)) + "/64"
                    : InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
