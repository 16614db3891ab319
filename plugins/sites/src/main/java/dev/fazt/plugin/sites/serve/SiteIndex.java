package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import dev.fazt.plugin.sites.access.PrivateFolder;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.Encoding;
import dev.fazt.plugin.sites.deploy.DeployStore;
import dev.fazt.plugin.sites.deploy.DeployedFile;
import dev.fazt.plugin.sites.deploy.ShownDeploy;
import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.SitePath;
import dev.fazt.plugin.sites.rules.SiteRules;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is what visitors of one site see: its live deploy's files by path, and its rules. Immutable; a new deploy is a new index.
 *
 * @param live empty if the site has no deploy
 * @param lastModified when the deploy became live, in whole seconds as HTTP has them
 * @param paths resolves paths to files
 * @param byAddress the public files by their encoded address, where nothing but the address decides what is shown
 * @param retired what earlier deploys showed
 * @param size how many files there are
 */
record SiteIndex(
        Optional<ShownDeploy> live, Instant lastModified, PathResolution<StaticFile> paths, Map<String, StaticFile> byAddress,
        SiteRules rules, RetiredFiles retired, int size) {

    private static final Logger LOG = LoggerFactory.getLogger(SiteIndex.class);

    /** Reads the index of a site. */
    static SiteIndex load(DeployStore store, ContentReader contents, Site site, Clock clock) {
        List<DeployedFile> files = new ArrayList<>();
        return of(
                site,
                store.readLive(site, files::add),
                files,
                contents,
                (rules, lastModified) -> RetiredFiles.load(store, site, rules, lastModified, clock));
    }

    /** Reads the index of one deploy of a site. */
    static SiteIndex loadPreview(
            DeployStore store, ContentReader contents, Site site, String reference, Clock clock) {
        List<DeployedFile> files = new ArrayList<>();
        return of(
                site,
                store.read(site, reference, clock.instant(), files::add),
                files,
                contents,
                // Nobody has a page of an earlier one open at this address.
                (rules, lastModified) -> RetiredFiles.none(clock));
    }

    /** Tells whether its time is over. */
    boolean expired(Instant now) {
        return live.map(ShownDeploy::expiresAt).filter(end -> !end.isAfter(now)).isPresent();
    }

    private static SiteIndex of(
            Site site,
            Optional<ShownDeploy> live,
            List<DeployedFile> files,
            ContentReader contents,
            BiFunction<SiteRules, Header, RetiredFiles> earlier) {
        // Not when it was made: after a rollback, who has the newer deploy in their cache must not be told "not modified".
        Instant since = live.map(ShownDeploy::since).orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
        Header lastModified = HeaderValues.createCached(
                HeaderNames.LAST_MODIFIED, DateTime.RFC_1123_DATE_TIME.format(since.atOffset(ZoneOffset.UTC)));
        SiteRules rules = rules(site, files, contents);
        Map<String, DeployedFile> byPath = HashMap.newHashMap(files.size());
        for (DeployedFile file : files) {
            if (rules.shows(file.path())) {
                byPath.put("/" + file.path(), file);
            }
        }
        PathResolution<DeployedFile> addresses = new PathResolution<>(byPath, rules.slash());
        Map<String, StaticFile> shown = HashMap.newHashMap(byPath.size());
        byPath.forEach((path, file) ->
                shown.put(path, new StaticFile(file, addresses.address(path), rules.headers(), lastModified)));
        PathResolution<StaticFile> paths = new PathResolution<>(Map.copyOf(shown), rules.slash());
        RetiredFiles retired = earlier.apply(rules, lastModified);
        return new SiteIndex(
                live,
                since,
                paths,
                byAddress(shown, paths, rules),
                rules,
                retired,
                shown.size() + retired.size());
    }

    private static Map<String, StaticFile> byAddress(
            Map<String, StaticFile> shown, PathResolution<StaticFile> paths, SiteRules rules) {
        if (rules.redirects().anyForced() || rules.headers().byHost()) {
            return Map.of();
        }
        Map<String, StaticFile> byAddress = HashMap.newHashMap(shown.size());
        for (StaticFile file : shown.values()) {
            // Of x.html and x/index.html, one may have no address of its own.
            if (!PrivateFolder.holds(file.address())
                    && file.equals(paths.resolve(file.address()).file())) {
                byAddress.put(SitePath.encode(file.address()), file);
            }
        }
        return Map.copyOf(byAddress);
    }

    private static SiteRules rules(Site site, List<DeployedFile> files, ContentReader contents) {
        Map<String, byte[]> instructions = new HashMap<>();
        Set<String> paths = new HashSet<>();
        for (DeployedFile file : files) {
            paths.add(file.path());
            if (SiteRules.FILES.contains(file.path()) && file.bytes() <= SiteRules.MOST_BYTES) {
                instructions.put(file.path(), contents.read(file.hash(), Encoding.IDENTITY, (int) file.bytes()));
            }
        }
        SiteRules.Compilation compilation = SiteRules.compile(instructions, paths);
        if (!compilation.errors().isEmpty()) {
            // A deploy with mistakes is refused, so an older version took this one: what it can mean is served.
            LOG.warn("site '{}' is served without the rules that can not be understood: {}", site.name(), compilation.errors());
        }
        return compilation.rules();
    }
}
