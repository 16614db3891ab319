package dev.fazt.host.domain;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps the hosts that sites have of their own, in the data file and, for requests, in one immutable map. Thread-safe.
 *
 * <p>A host belongs to one site. With {@code example.org} comes {@code www.example.org}, and the other way round, as a redirect,
 * unless it is itself a site's.
 */
public final class Domains {
    private static final int MOST_OF_A_SITE = 100;
    private static final int TOKEN_BYTES = 20;

    private static final String ALL = "SELECT host, site, token, verified FROM fazt_domain ORDER BY host, site";
    private static final String FIND = "SELECT host, site, token, verified FROM fazt_domain WHERE host = ? AND site = ?";
    private static final String OWNER = "SELECT site FROM fazt_domain WHERE host = ? AND verified IS NOT NULL";
    private static final String COUNT = "SELECT COUNT(*) AS hosts FROM fazt_domain WHERE site = ?";
    private static final String INSERT = "INSERT INTO fazt_domain (host, site, token, created) VALUES (?, ?, ?, ?)";
    private static final String VERIFY = "UPDATE fazt_domain SET verified = ? WHERE host = ? AND site = ?";
    private static final String DELETE = "DELETE FROM fazt_domain WHERE host = ? AND site = ?";

    private final Storage storage;
    private final Clock clock;
    private final OwnershipProof proof;
    private final Predicate<String> ownHost;
    private final SecureRandom random = new SecureRandom();
    private volatile Map<String, Route> routes = Map.of();
    private volatile Map<String, String> proofs = Map.of();

    /** Says what is at a host. */
    public sealed interface Route {
        /** A site. */
        record Serves(Site site) implements Route {}

        /** Nothing but the way to another host. */
        record Redirects(DomainName to) implements Route {}
    }

    /**
     * Makes an empty registry.
     *
     * @param ownHost tells the hosts that the server has by itself
     */
    public Domains(Storage storage, Clock clock, OwnershipProof proof, Predicate<String> ownHost) {
        this.storage = storage;
        this.clock = clock;
        this.proof = proof;
        this.ownHost = ownHost;
    }

    /** Reads what is in the data file. */
    public synchronized void load() {
        List<CustomDomain> all = list();
        Map<String, Route> served = new HashMap<>();
        Map<String, String> shown = new HashMap<>();
        for (CustomDomain domain : all) {
            shown.put(domain.name() + domain.filePath(), domain.token());
            if (domain.verified() != null) {
                domain.name().sibling().ifPresent(www -> served.putIfAbsent(www.value(), new Route.Redirects(domain.name())));
            }
        }
        all.stream()
                .filter(domain -> domain.verified() != null)
                .forEach(domain -> served.put(domain.name().value(), new Route.Serves(domain.site())));
        routes = Map.copyOf(served);
        proofs = Map.copyOf(shown);
    }

    /** Finds what is at a host, in lower case. Reads memory only. */
    public Optional<Route> find(String host) {
        return Optional.ofNullable(routes.get(host));
    }

    /**
     * Finds the token to show at a host that is not served yet. Whoever has led the host to this server has proven enough.
     *
     * @param path of the request
     */
    public Optional<String> proofAt(String host, String path) {
        return Optional.ofNullable(proofs.get(host + path));
    }

    /** Lists the hosts that sites have or ask for. */
    public List<CustomDomain> list() {
        return storage.read(sql -> sql.query(ALL, Domains::domain));
    }

    /**
     * Gives a host to a site if the proof of ownership is there; otherwise notes what the proof has to be. To be called again then.
     *
     * @throws FaztException if another site has it, or the server itself
     */
    public CustomDomain add(Site site, DomainName name) {
        if (ownHost.test(name.value())) {
            throw FaztException.invalid("domain", "'%s' belongs to the server itself".formatted(name));
        }
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        CustomDomain domain = storage.write(sql -> register(sql, site, name, HexFormat.of().formatHex(token)));
        load();
        if (domain.verified() == null && proof.isThere(domain)) {
            domain = storage.write(sql -> verify(sql, site, name));
            load();
        }
        return domain;
    }

    private CustomDomain register(Sql sql, Site site, DomainName name, String token) {
        refuseOwned(sql, site, name);
        Optional<CustomDomain> present = sql.first(FIND, Domains::domain, name.value(), site.name());
        if (present.isPresent()) {
            return present.get();
        }
        if (sql.first(COUNT, row -> row.integer("hosts"), site.name()).orElse(0L) >= MOST_OF_A_SITE) {
            throw FaztException.conflict("site '%s' has %d domains, the most: remove one with 'fazt site domain remove'"
                    .formatted(site.name(), MOST_OF_A_SITE));
        }
        sql.update(INSERT, name.value(), site.name(), token, clock.millis());
        return new CustomDomain(name, site, token, null);
    }

    private CustomDomain verify(Sql sql, Site site, DomainName name) {
        refuseOwned(sql, site, name);
        if (sql.update(VERIFY, clock.millis(), name.value(), site.name()) == 0) {
            throw FaztException.conflict("'%s' was removed while it was checked".formatted(name));
        }
        return sql.first(FIND, Domains::domain, name.value(), site.name()).orElseThrow();
    }

    private static void refuseOwned(Sql sql, Site site, DomainName name) {
        sql.first(OWNER, row -> row.text("site"), name.value())
                .filter(owner -> !owner.equals(site.name()))
                .ifPresent(owner -> {
                    throw FaztException.conflict(
                            "'%s' is a domain of site '%s': remove it there first, with 'fazt site domain remove %s %s'"
                                    .formatted(name, owner, owner, name));
                });
    }

    /**
     * Takes a host from a site.
     *
     * @throws FaztException if it neither has it nor asks for it
     */
    public void remove(Site site, DomainName name) {
        if (storage.write(sql -> sql.update(DELETE, name.value(), site.name())) == 0) {
            throw FaztException.notFound("site '%s' has no domain '%s': 'fazt site domain list' shows them"
                    .formatted(site.name(), name));
        }
        load();
    }

    private static CustomDomain domain(Row row) {
        Long verified = row.integerOrNull("verified");
        return new CustomDomain(
                new DomainName(row.text("host")),
                new Site(row.text("site")),
                row.text("token"),
                verified == null ? null : Instant.ofEpochMilli(verified));
    }
}
