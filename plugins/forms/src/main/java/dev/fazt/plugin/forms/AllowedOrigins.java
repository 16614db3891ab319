package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists the origins (RFC 6454) whose pages may send to a form, besides those of the site itself.
 *
 * @param values origins in their serialised form, or {@code *} for any
 */
record AllowedOrigins(List<String> values) {
    private static final String ANY = "*";
    private static final int MOST = 50;

    AllowedOrigins {
        if (values.size() > MOST) {
            throw FaztException.invalid(
                    "origins", "%d origins are too many: name at most %d, or *".formatted(values.size(), MOST));
        }
        values = values.stream()
                .map(value -> value.equals(ANY) ? ANY : ofAddress(value).orElseThrow(() -> notAnOrigin(value)))
                .toList();
    }

    /**
     * Tells whether a page of this origin may send.
     *
     * @param origin the {@code Origin} header
     * @param host the {@code Host} header
     * @param byPath whether the site was addressed as {@code /~name/}
     */
    boolean admit(String origin, String host, boolean byPath) {
        // A site under /~name/ is sandboxed by the host, so its own pages have the opaque origin, which is sent as "null".
        return values.contains(ANY)
                || (byPath && origin.equals("null"))
                || isSite(origin, host)
                || values.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Tells whether an address is on the site, or on an origin that is listed by name. */
    boolean admitTarget(String address, String host) {
        return ofAddress(address)
                .filter(origin -> isSite(origin, host) || values.contains(origin))
                .isPresent();
    }

    private static boolean isSite(String origin, String host) {
        // The scheme is not compared: behind a proxy that ends TLS the page is on https and this server does not know.
        int scheme = origin.indexOf("://");
        return scheme > 0
                && withoutDefaultPort(origin.substring(scheme + 3)).equals(withoutDefaultPort(host));
    }

    private static String withoutDefaultPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        for (String port : List.of(":80", ":443")) {
            if (lower.endsWith(port)) {
                return lower.substring(0, lower.length() - port.length());
            }
        }
        return lower;
    }

    /** Returns the origin of an absolute http or https address, serialised as browsers do; empty if it is none. */
    static Optional<String> ofAddress(String address) {
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null) {
                return Optional.empty();
            }
            boolean defaultPort = uri.getPort() == -1 || uri.getPort() == (scheme.equals("http") ? 80 : 443);
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT)
                    + (defaultPort ? "" : ":" + uri.getPort()));
        } catch (URISyntaxException _) {
            // Text from outside that is no address has no origin: that is the answer.
            return Optional.empty();
        }
    }

    private static FaztException notAnOrigin(String value) {
        return FaztException.invalid(
                "origins",
                "'%s' is not an origin: write it like https://example.org".formatted(Fields.shortened(value)));
    }
}
