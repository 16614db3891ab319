package dev.fazt.host.domain;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares what the owner can do about the hosts of sites: {@code fazt site domain add}, {@code list} and {@code remove}. */
public final class DomainOperations {

    private DomainOperations() {}

    record Nothing() {}

    record OfSite(
            @Description("The name of the site") String name,
            @Description("The domain, such as 'example.org'") String domain) {}

    /**
     * Tells how it is with a host.
     *
     * @param serving whether visitors reach the site there, as far as it is up to this server
     * @param next what to do; null when nothing is left to do
     */
    record State(
            String site,
            String domain,
            boolean serving,
            @Nullable String txtName,
            @Nullable String fileUrl,
            @Nullable String token,
            @Nullable String next) {}

    record States(List<State> domains) {}

    public static List<Operation<?, ?>> all(Sites sites, Domains domains) {
        return List.of(
                Operation.write(
                        "site.domain-add",
                        "Give a site a domain of its own, once you have proven that it is yours",
                        OfSite.class,
                        State.class,
                        (p, call) -> state(domains.add(existing(sites, p.name()), DomainName.parse(p.domain()))))
                        .on("name"),
                Operation.read(
                        "site.domain-list",
                        "List the domains that sites have or ask for",
                        Nothing.class,
                        States.class,
                        (p, call) -> new States(
                                domains.list().stream().map(DomainOperations::state).toList())),
                Operation.write(
                        "site.domain-remove",
                        "Take a domain from a site",
                        OfSite.class,
                        Nothing.class,
                        (p, call) -> {
                            domains.remove(existing(sites, p.name()), DomainName.parse(p.domain()));
                            return new Nothing();
                        })
                        .on("name"));
    }

    private static Site existing(Sites sites, String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s'".formatted(new Site(name).name())));
    }

    private static State state(CustomDomain domain) {
        String name = domain.name().value();
        String site = domain.site().name();
        if (domain.verified() != null) {
            return new State(site, name, true, null, null, null, null);
        }
        return new State(
                site,
                name,
                false,
                domain.recordName(),
                "http://" + name + domain.filePath(),
                domain.token(),
                "show the token in a TXT record of that name or in a file at that address (leading the domain to this server does it),"
                        + " then repeat 'fazt site domain add %s %s'".formatted(site, name));
    }
}
