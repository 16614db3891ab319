package dev.fazt.host.server;

import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.host.domain.DomainName;
import dev.fazt.host.domain.Domains;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells what a {@code Host} header addresses. Thread-safe; reads memory only. */
final class Hosts {
    private final Sites sites;
    private final Domains domains;
    private final Set<String> control = new HashSet<>();
    private final String suffix;

    /** Is what a host addresses. */
    sealed interface Target {
        /** The dashboard and the control API. */
        record Control() implements Target {}

        /**
         * A site on a host of its own.
         *
         * @param preview which deploy of it, as the host names it; empty for what visitors see
         */
        record OfSite(Site site, String preview) implements Target {}

        /** Another host, to which people are led from this one. */
        record Elsewhere(DomainName host) implements Target {}

        /** Nothing that is known here. */
        record Unknown() implements Target {}
    }

    private static final Target CONTROL = new Target.Control();
    private static final Target UNKNOWN = new Target.Unknown();

    Hosts(ServerConfiguration configuration, Sites sites, Domains domains) {
        this.sites = sites;
        this.domains = domains;
        this.suffix = "." + configuration.domain();
        control.addAll(controlHosts(configuration));
    }

    private static Set<String> controlHosts(ServerConfiguration configuration) {
        Set<String> hosts = new HashSet<>(
                List.of("localhost", "127.0.0.1", "[::1]", "admin." + configuration.domain(), configuration.localAddress()));
        if (configuration.isAddressOnly()) {
            hosts.add(configuration.domain());
        }
        return hosts;
    }

    /** Tells whether a host is the server's own, or would be that of a site of that name: none that a site can be given. */
    static boolean isOwn(ServerConfiguration configuration, String host) {
        return host.equals(configuration.domain())
                || host.endsWith("." + configuration.domain())
                || controlHosts(configuration).contains(host);
    }

    Target resolve(String authority) {
        String host = hostOf(authority);
        if (host.endsWith(suffix)) {
            Target target = resolveLabel(host.substring(0, host.length() - suffix.length()));
            if (target != UNKNOWN) {
                return target;
            }
        }
        if (control.contains(host)) {
            return CONTROL;
        }
        return switch (domains.find(host).orElse(null)) {
            case Domains.Route.Serves serves -> new Target.OfSite(serves.site(), "");
            case Domains.Route.Redirects redirects -> new Target.Elsewhere(redirects.to());
            case null -> UNKNOWN;
        };
    }

    /** Returns the host of an authority, in lower case and without the port. */
    static String hostOf(String authority) {
        String host = withoutPort(authority);
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return host.toLowerCase(Locale.ROOT);
            }
        }
        return host;
    }

    /** Resolves what stands before the domain: a site, or a preview of one ({@code <deploy>--<site>}). */
    private Target resolveLabel(String label) {
        Optional<Site> site = sites.find(label);
        if (site.isPresent()) {
            return new Target.OfSite(site.get(), "");
        }
        // No name of a site has two hyphens in a row.
        int hyphens = label.indexOf("--");
        if (hyphens <= 0) {
            return UNKNOWN;
        }
        return sites.find(label.substring(hyphens + 2))
                .<Target>map(found -> new Target.OfSite(found, label.substring(0, hyphens)))
                .orElse(UNKNOWN);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > 0 && authority.indexOf(']', colon) < 0 && isPort(authority, colon + 1)
                ? authority.substring(0, colon)
                : authority;
    }

    private static boolean isPort(String authority, int from) {
        for (int i = from; i < authority.length(); i++) {
            if (authority.charAt(i) < '0' || authority.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
