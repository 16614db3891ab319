package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.plugin.PluginStatus;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.storage.Histogram;
import dev.fazt.host.storage.StorageEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declares what the host itself lets the owner do, by the same means as any plugin. */
final class HostOperations {
    private static final int LONGEST_LIFETIME_DAYS = 3_650;

    private HostOperations() {}

    record Nothing() {}

    record SiteName(@Description("The name of the site, such as 'blog'") String name) {}

    record SiteListing(String name, String url) {}

    record SiteList(List<SiteListing> sites) {}

    record NewToken(
            @Description("What the token is for, such as 'ci'") String name,
            @Description("What it may do, separated by commas: 'docs:read,docs:write', 'sites:*' or '*'") String scopes,
            @Description("After how many days it ends; never if left out") @Nullable Integer expiresInDays) {}

    record CreatedToken(String id, String name, String token, @Nullable Instant expires) {}

    record TokenId(@Description("The id that 'token list' shows") String id) {}

    record TokenListing(String id, String name, String scopes, Instant created, @Nullable Instant expires) {}

    record TokenList(List<TokenListing> tokens) {}

    /**
     * Says how the storage is.
     *
     * @param queued units that wait, by lane
     * @param commitMillis the time within which 99 of 100 commits were through
     * @param waitMillis the time within which 99 of 100 writes had begun, by plugin
     * @param batch units in a transaction, on average
     * @param failures by kind
     */
    record StorageStatus(
            Map<String, Integer> queued,
            int readsQueued,
            double writesPerSecond,
            double commitsPerSecond,
            double readsPerSecond,
            long writes,
            long commits,
            long reads,
            double batch,
            double commitMillis,
            Map<String, Double> waitMillis,
            Map<String, Long> failures,
            long walBytes,
            long checkpoints) {

        static StorageStatus of(StorageEngine storage, StorageRates.Rates rates) {
            var metrics = storage.metrics();
            long commits = metrics.commits().count();
            Map<String, Double> waits = new TreeMap<>();
            metrics.waits().forEach((plugin, wait) -> waits.put(plugin, millis(wait)));
            return new StorageStatus(
                    storage.queueDepths(),
                    storage.readQueueDepth(),
                    rates.writes(),
                    rates.commits(),
                    rates.reads(),
                    metrics.units(),
                    commits,
                    metrics.reads(),
                    commits == 0 ? 0 : Math.round(metrics.units() * 10.0 / commits) / 10.0,
                    millis(metrics.commits()),
                    waits,
                    metrics.failures(),
                    metrics.walBytes(),
                    metrics.checkpoints().count());
        }

        private static double millis(Histogram times) {
            return times.quantile(0.99) * 1_000;
        }
    }

    record Status(
            String version,
            Instant startedAt,
            long uptimeSeconds,
            String database,
            String domain,
            List<PluginStatus> plugins,
            StorageStatus storage) {}

    static List<Operation<?, ?>> all(
            Sites sites,
            Credentials credentials,
            Supplier<Status> status,
            Runnable stop) {
        return List.of(
                Operation.read("server.status", "Show the state of the server", Nothing.class, Status.class, (p, call) ->
                        status.get()),
                Operation.write("server.stop", "Stop the server gracefully", Nothing.class, Nothing.class, (p, call) -> {
                    stop.run();
                    return p;
                }),
                Operation.read("site.list", "List the sites", Nothing.class, SiteList.class, (p, call) ->
                        new SiteList(sites.list().stream().map(site -> listing(sites, site)).toList())),
                Operation.write("site.create", "Register a site", SiteName.class, SiteListing.class, (p, call) ->
                        listing(sites, sites.create(new Site(p.name()))))
                        .on("name"),
                Operation.write(
                        "token.create", "Make an API token; it is shown once", NewToken.class, CreatedToken.class, (p, call) ->
                                created(credentials.issue(call.caller(), p.name(), p.scopes(), lifetime(p.expiresInDays())))),
                Operation.read("token.list", "List the API tokens", Nothing.class, TokenList.class, (p, call) ->
                        new TokenList(credentials.list().stream().map(HostOperations::listing).toList())),
                Operation.write("token.revoke", "End an API token at once", TokenId.class, Nothing.class, (p, call) -> {
                    credentials.revoke(p.id());
                    return new Nothing();
                }));
    }

    private static @Nullable Duration lifetime(@Nullable Integer days) {
        if (days == null) {
            return null;
        }
        if (days < 1 || days > LONGEST_LIFETIME_DAYS) {
            throw FaztException.invalid(
                    "expiresInDays", "a token lives 1 to %d days, not %d".formatted(LONGEST_LIFETIME_DAYS, days));
        }
        return Duration.ofDays(days);
    }

    private static SiteListing listing(Sites sites, Site site) {
        return new SiteListing(site.name(), sites.url(site));
    }

    private static CreatedToken created(Credentials.IssuedToken issued) {
        return new CreatedToken(issued.token().id(), issued.token().name(), issued.secret(), issued.token().expires());
    }

    private static TokenListing listing(Credentials.Token token) {
        String scopes =
                token.scopes().stream().map(scope -> scope.value()).sorted().collect(Collectors.joining(","));
        return new TokenListing(token.id(), token.name(), scopes, token.created(), token.expires());
    }
}
