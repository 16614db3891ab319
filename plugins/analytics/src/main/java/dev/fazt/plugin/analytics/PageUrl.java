package dev.fazt.plugin.analytics;

import java.util.Locale;
import java.util.Optional;

/**
 * Is an address on the web, taken apart without judging it: browsers send characters that RFC 3986 does not allow.
 *
 * @param host in lower case without port and leading {@code www.}; empty for a path
 * @param path with a leading slash
 * @param query without the question mark; empty if there is none
 */
record PageUrl(String host, String path, String query) {

    /** Takes apart an absolute URL of the web, or a path with an optional query; empty for anything else. */
    static Optional<PageUrl> parse(String text) {
        String rest = text.strip();
        String host = "";
        int scheme = rest.startsWith("/") ? -1 : rest.indexOf("://");
        if (scheme >= 0) {
            String name = rest.substring(0, scheme).toLowerCase(Locale.ROOT);
            if (!name.equals("http") && !name.equals("https")) {
                return Optional.empty();
            }
            int end = endOfAuthority(rest, scheme + 3);
            host = host(rest.substring(scheme + 3, end));
            if (host.isEmpty()) {
                return Optional.empty();
            }
            rest = rest.substring(end);
        } else if (!rest.startsWith("/")) {
            return Optional.empty();
        }
        int fragment = rest.indexOf('#');
        String target = fragment < 0 ? rest : rest.substring(0, fragment);
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return Optional.of(new PageUrl(
                host, path.isEmpty() ? "/" : path, question < 0 ? "" : target.substring(question + 1)));
    }

    /** Returns the host of an authority such as {@code www.example.org:8080}, in lower case, without port and {@code www.}. */
    static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        if (port > host.lastIndexOf(']')) {
            host = host.substring(0, port);
        }
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    private static int endOfAuthority(String text, int from) {
        int end = from;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
