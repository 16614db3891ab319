package dev.fazt.plugin.sites.access;

import dev.fazt.api.Caller;
import dev.fazt.api.Site;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.api.operation.Scope;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.util.Optional;

/** Decides whether a request may see what it asks for. Thread-safe; reads memory only. */
public final class AccessGate {
    private final AccessStore store;
    private final Clock clock;

    public AccessGate(AccessStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Lists what the gate says. */
    public enum Verdict {
        /** Anyone may see it. */
        OPEN,
        /** This visitor may see it; what they get must not be kept for others. */
        ADMITTED,
        /** A password opens it. */
        PASSWORD,
        /** A token or a link opens it. */
        TOKEN
    }

    /** Tells whether anyone may see everything of a site, but its private folder. */
    public boolean open(SiteRequest site) {
        return store.of(site.site()).open("/", preview(site));
    }

    private static boolean preview(SiteRequest site) {
        return !site.preview().isEmpty();
    }

    /**
     * Decides on a path.
     *
     * @param path decoded
     */
    public Verdict decide(SiteRequest site, String path, ServerRequest request) {
        Protection protection = store.of(site.site());
        if (protection.open(path, preview(site))) {
            return Verdict.OPEN;
        }
        if (holdsToken(site.caller(), site.site())
                || granted(Grant.Kind.PASSWORD, protection, site, path, request)
                || granted(Grant.Kind.LINK, protection, site, path, request)) {
            return Verdict.ADMITTED;
        }
        return PrivateFolder.holds(path) ? Verdict.TOKEN : Verdict.PASSWORD;
    }

    private static boolean holdsToken(Caller caller, Site site) {
        return caller.kind() != Caller.Kind.ANONYMOUS && caller.may(new Scope("site:private:" + site.name()));
    }

    private boolean granted(
            Grant.Kind kind, Protection protection, SiteRequest site, String path, ServerRequest request) {
        // Below '/~name' all sites share a host, and a cookie of one would be sent to the others.
        if (!site.basePath().isEmpty()) {
            return false;
        }
        Optional<String> cookie = request.headers().cookies().first(kind.cookie()).asOptional();
        return cookie.flatMap(value -> Grant.verify(value, kind, site.site(), store.key()))
                .filter(grant -> protection.accepts(grant, path, clock.instant()))
                .isPresent();
    }
}
