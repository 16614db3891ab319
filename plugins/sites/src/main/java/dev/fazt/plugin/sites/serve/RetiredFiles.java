package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import dev.fazt.plugin.sites.content.ContentType;
import dev.fazt.plugin.sites.deploy.DeployStore;
import dev.fazt.plugin.sites.deploy.RetiredFile;
import dev.fazt.plugin.sites.rules.SiteRules;
import io.helidon.http.Header;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Are the files with hashed names that earlier deploys of a site had: pages that are still open in a browser load them for a week
 * after the deploy that took them away. Immutable.
 */
final class RetiredFiles {
    static final Duration KEPT = Duration.ofDays(7);

    private final Map<String, Retired> byPath;
    private final Clock clock;

    private record Retired(StaticFile file, Instant until) {}

    private RetiredFiles(Map<String, Retired> byPath, Clock clock) {
        this.byPath = Map.copyOf(byPath);
        this.clock = clock;
    }

    /** Returns none. */
    static RetiredFiles none(Clock clock) {
        return new RetiredFiles(Map.of(), clock);
    }

    /** Reads what visitors saw within the last week and do not see now. */
    static RetiredFiles load(DeployStore store, Site site, SiteRules rules, Header lastModified, Clock clock) {
        Map<String, Retired> byPath = new HashMap<>();
        store.readRetired(site, clock.instant().minus(KEPT), retired -> add(retired, rules, lastModified, byPath));
        return new RetiredFiles(byPath, clock);
    }

    private static void add(RetiredFile retired, SiteRules rules, Header lastModified, Map<String, Retired> byPath) {
        String name = retired.file().path();
        // A name that changes with its content can not be mistaken for what is shown now.
        if (rules.shows(name) && CachePolicy.of(name, ContentType.of(name)).equals(CachePolicy.IMMUTABLE)) {
            String path = "/" + name;
            byPath.putIfAbsent(
                    path,
                    new Retired(
                            new StaticFile(retired.file(), path, rules.headers(), lastModified),
                            retired.retiredAt().plus(KEPT)));
        }
    }

    /** Returns the file that a path showed lately; null if there is none, or its time is over. */
    @Nullable StaticFile find(String path) {
        Retired retired = byPath.get(path);
        return retired != null && clock.instant().isBefore(retired.until) ? retired.file : null;
    }

    int size() {
        return byPath.size();
    }
}
