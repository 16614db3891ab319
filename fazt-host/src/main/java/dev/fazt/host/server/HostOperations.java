package dev.fazt.host.server;

import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.plugin.PluginStatus;
import dev.fazt.host.storage.Histogram;
import dev.fazt.host.storage.StorageEngine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Declares what the host itself lets the owner do, by the same means as any plugin. */
final class HostOperations {
    private HostOperations() {}

    record Nothing() {}

    record SiteName(@Description("The name of the site, such as 'blog'") String name) {}

    record SiteListing(String name, String url) {}

    record SiteList(List<SiteListing> sites) {}

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
                        .on("name"));
    }

    private static SiteListing listing(Sites sites, Site site) {
        return new SiteListing(site.name(), sites.url(site));
    }
}
