package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import dev.fazt.plugin.sites.deploy.DeployStore;
import dev.fazt.plugin.sites.deploy.DeployedFile;
import dev.fazt.plugin.sites.deploy.LiveDeploy;
import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.TrailingSlash;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Is what visitors of one site see: its live deploy's files by path. Immutable; a new deploy is a new index.
 *
 * @param live empty if the site has no deploy
 * @param lastModified when the deploy became live, in whole seconds as HTTP has them
 * @param paths resolves paths to files
 * @param size how many files there are
 */
record SiteIndex(Optional<LiveDeploy> live, Instant lastModified, PathResolution<StaticFile> paths, int size) {

    /** Instructions to the server, which are not part of what it shows. */
    private static final Set<String> NOT_SHOWN = Set.of("_headers", "_redirects");

    /** Reads the index of a site. */
    static SiteIndex load(DeployStore store, Site site) {
        List<DeployedFile> files = new ArrayList<>();
        Optional<LiveDeploy> live = store.readLive(site, files::add);
        // Not when it was made: after a rollback, who has the newer deploy in their cache must not be told "not modified".
        Instant since = live.map(LiveDeploy::since).orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
        Header lastModified = HeaderValues.createCached(
                HeaderNames.LAST_MODIFIED, DateTime.RFC_1123_DATE_TIME.format(since.atOffset(ZoneOffset.UTC)));
        Map<String, StaticFile> byPath = HashMap.newHashMap(files.size());
        for (DeployedFile file : files) {
            if (!NOT_SHOWN.contains(file.path())) {
                byPath.put("/" + file.path(), new StaticFile(file, lastModified));
            }
        }
        return new SiteIndex(live, since, new PathResolution<>(Map.copyOf(byPath), TrailingSlash.AUTO), byPath.size());
    }
}
