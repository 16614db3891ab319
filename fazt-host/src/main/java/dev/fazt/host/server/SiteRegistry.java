package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps the sites, in the data file and in memory. Thread-safe. */
final class SiteRegistry implements Sites {
    private static final Set<String> RESERVED =
            Set.of("admin", "api", "www", "mail", "localhost", "fazt", "ns", "smtp", "imap", "autodiscover");

    private final Storage storage;
    private final Clock clock;
    private final ServerConfiguration configuration;
    private final Map<String, Site> sites = new ConcurrentSkipListMap<>();
    private volatile int port;

    SiteRegistry(Storage storage, Clock clock, ServerConfiguration configuration) {
        this.storage = storage;
        this.clock = clock;
        this.configuration = configuration;
        this.port = configuration.port();
    }

    void load() {
        storage.read(sql -> sql.query("SELECT name FROM fazt_site", row -> new Site(row.text("name"))))
                .forEach(site -> sites.put(site.name(), site));
    }

    /** Says on which port the server really listens. */
    void listeningOn(int port) {
        this.port = port;
    }

    @Override
    public Optional<Site> find(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    @Override
    public List<Site> list() {
        return List.copyOf(sites.values());
    }

    @Override
    public Site create(Site site) {
        if (!sites.containsKey(site.name())) {
            storage.write(sql -> {
                create(site, sql);
                return site;
            });
        }
        return site;
    }

    @Override
    public void create(Site site, Sql sql) {
        if (RESERVED.contains(site.name())) {
            throw FaztException.invalid("name", "'%s' is reserved: choose another name".formatted(site.name()));
        }
        sql.update(
                "INSERT INTO fazt_site (name, created) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                site.name(),
                clock.millis());
        sql.afterCommit(() -> sites.put(site.name(), site));
    }

    @Override
    public String url(Site site) {
        String domain = configuration.domain();
        return configuration.isAddressOnly()
                ? "http://%s%s/~%s".formatted(domain, portSuffix(), site.name())
                : "http://%s.%s%s".formatted(site.name(), domain, portSuffix());
    }

    /** Returns the address of the control host. */
    String controlUrl() {
        String domain = configuration.domain();
        boolean plain = configuration.isAddressOnly() || domain.equals("localhost");
        return "http://" + (plain ? domain : "admin." + domain) + portSuffix();
    }

    private String portSuffix() {
        return port == 80 ? "" : ":" + port;
    }
}
