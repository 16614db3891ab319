package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.deploy.DeployStore;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the indexes of the sites that are visited. Thread-safe; a look-up takes no lock. */
public final class SiteCatalog {
    /** Keeps the indexes of all sites together near 30 MB, however many sites there are. */
    private static final int MOST_FILES = 60_000;

    private final DeployStore store;
    private final ContentReader contents;
    private final Clock clock;
    private final ConcurrentHashMap<Site, SiteIndex> indexes = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();

    public SiteCatalog(DeployStore store, ContentReader contents, Clock clock) {
        this.store = store;
        this.contents = contents;
        this.clock = clock;
    }

    /** Returns the index of a site, reading it if it is the first time. */
    SiteIndex index(Site site) {
        SiteIndex index = indexes.get(site);
        if (index != null) {
            return index;
        }
        loading.lock();
        try {
            index = indexes.get(site);
            return index == null ? load(site) : index;
        } finally {
            loading.unlock();
        }
    }

    /** Shows what is live now, if it is not shown already. Returns once it is shown. */
    public void refresh(Site site) {
        // Reading under the lock makes sure that of two deploys at a time, the later one is shown in the end.
        loading.lock();
        try {
            SiteIndex shown = indexes.get(site);
            if (shown == null || !shown.live().equals(store.live(site))) {
                load(site);
            }
        } finally {
            loading.unlock();
        }
    }

    private SiteIndex load(Site site) {
        SiteIndex index = SiteIndex.load(store, contents, site, clock);
        long files = index.size();
        for (SiteIndex other : indexes.values()) {
            files += other.size();
        }
        if (files > MOST_FILES) {
            // They are read again when they are visited. Finding the least visited would cost every request.
            indexes.keySet().removeIf(other -> !other.equals(site));
        }
        indexes.put(site, index);
        return index;
    }
}
