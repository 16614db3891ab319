package dev.fazt.host.server;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.security.Identity;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Tells who sends a request to the control host. */
final class Callers {
    private final Credentials credentials;
    private final Clients clients;

    Callers(Credentials credentials, Clients clients) {
        this.credentials = credentials;
        this.clients = clients;
    }

    /**
     * Finds out who it is; the cookie of a session counts only if no page of another origin is behind the request.
     *
     * @throws FaztException 401 if what is presented is wrong
     */
    Identity of(ServerRequest request) {
        String address = clients.address(request);
        if (request.headers().contains(HeaderNames.AUTHORIZATION)) {
            return credentials.identify(request.headers().get(HeaderNames.AUTHORIZATION).get(), address);
        }
        return session(request).orElseGet(() -> Identity.anonymous(address));
    }

    private Optional<Identity> session(ServerRequest request) {
        if (SameOrigin.isForeign(request)) {
            return Optional.empty();
        }
        String address = clients.address(request);
        return SessionCookie.secrets(request, clients.isSecure(request)).stream()
                .flatMap(secret -> credentials.session(secret, address).stream())
                .findFirst();
    }

    /**
     * Finds out who it is.
     *
     * @throws FaztException 401 if nothing is known of them
     */
    Identity known(ServerRequest request) {
        Identity identity = of(request);
        if (identity.caller().kind() == Caller.Kind.ANONYMOUS) {
            throw FaztException.unauthenticated("the control API needs a token: make one with 'fazt token create'");
        }
        return identity;
    }

    /**
     * Refuses to change something for a page of another origin. A cookie comes with requests of which the owner knows nothing, so
     * with one the browser must say that a page of this host is behind it.
     *
     * @throws FaztException 403
     */
    static void requireOwnPage(ServerRequest request, Identity identity) {
        SameOrigin.require(request);
        if (identity.means() == Identity.Means.SESSION && !SameOrigin.isSaid(request)) {
            throw FaztException.forbidden("a request with a cookie must say from which page it comes, by its header Origin");
        }
    }
}
