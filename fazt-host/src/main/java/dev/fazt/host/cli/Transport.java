package dev.fazt.host.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/** Judges whether others could read along on the way to a server, by its address alone. */
final class Transport {
    private Transport() {}

    /** Tells the user if a token would go unencrypted through networks of strangers. */
    static void warnOf(Connection connection, Shell shell) {
        if (connection.token().isPresent() && isOpen(connection.base())) {
            shell.err().println("fazt: warning: %s is not encrypted, so others on the way can read the token: use https"
                    .formatted(connection.base()));
        }
    }

    /** Tells whether an address is plain HTTP to a host that is neither this machine nor in a private network. */
    static boolean isOpen(URI address) {
        return "http".equalsIgnoreCase(address.getScheme()) && !isPrivate(address.getHost().toLowerCase(Locale.ROOT));
    }

    private static boolean isPrivate(String host) {
        try {
            InetAddress ip = InetAddress.ofLiteral(host.replaceAll("^\\[|]$", ""));
            // RFC 4193: fc00::/7 is what Java has no question for.
            boolean uniqueLocal = ip instanceof Inet6Address && (ip.getAddress()[0] & 0xfe) == 0xfc;
            return ip.isLoopbackAddress() || ip.isSiteLocalAddress() || ip.isLinkLocalAddress() || uniqueLocal;
        } catch (IllegalArgumentException e) {
            // A name: only those that never leave a private network (RFC 6761, 6762, 8375, and ICANN's .internal).
            return host.indexOf('.') < 0 || host.matches(".*\\.(localhost|local|internal|lan|home\\.arpa)");
        }
    }
}
