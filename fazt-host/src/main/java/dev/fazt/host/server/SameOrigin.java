package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Tells whether a request comes from a page of this very host, or from no page at all. A page of another origin can make a browser
 * send a request with its cookies and passwords, but not without saying so (Fetch Metadata; RFC 6454, 7).
 */
final class SameOrigin {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private SameOrigin() {}

    /** Tells whether the browser says that a page of another origin is behind the request, also one of a neighbouring host. */
    static boolean isForeign(ServerRequest request) {
        Optional<String> site = request.headers().first(FETCH_SITE);
        if (site.isPresent()) {
            return !site.get().equals("same-origin") && !site.get().equals("none");
        }
        // Browsers say nothing of the site to plain HTTP, except on localhost.
        return request.headers().first(HeaderNames.ORIGIN).filter(origin -> !isOwn(origin, request)).isPresent();
    }

    /** Tells whether the browser says that a page of this host is behind the request. */
    static boolean isSaid(ServerRequest request) {
        return !isForeign(request)
                && (request.headers().contains(FETCH_SITE) || request.headers().contains(HeaderNames.ORIGIN));
    }

    /**
     * Refuses what a page of another origin wants to change.
     *
     * @throws FaztException 403
     */
    static void require(ServerRequest request) {
        if (isForeign(request)) {
            throw FaztException.forbidden("a page of another origin can not change anything here");
        }
    }

    private static boolean isOwn(String origin, ServerRequest request) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && withoutDefaultPort(origin.substring(scheme + 3)).equalsIgnoreCase(withoutDefaultPort(request.authority()));
    }

    private static String withoutDefaultPort(String authority) {
        return authority.replaceFirst(":(80|443)$", "");
    }
}
