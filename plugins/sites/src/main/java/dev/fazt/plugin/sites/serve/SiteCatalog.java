package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.deploy.DeployStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the indexes of the sites that are visited. Thread-safe; a look-up takes no lock. */
public final class SiteCatalog {
    /** Keeps the indexes of all sites together near 30 MB, however many sites there are. */
    private static final int MOST_FILES = 60_000;

    private final DeployStore store;
    private final ContentReader contents;
    private final Clock clock;
    private final ConcurrentHashMap<Site, SiteIndex> indexes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Preview, SiteIndex> previews = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private final AtomicLong reloads = new AtomicLong();

    /**
     * Names a deploy by its own address.
     *
     * @param reference its number or its short id
     */
    private record Preview(Site site, String reference) {}

    public SiteCatalog(DeployStore store, ContentReader contents, Clock clock) {
        this.store = store;
        this.contents = contents;
        this.clock = clock;
    }

    /** Returns the index of what a request addresses. */
    SiteIndex index(SiteRequest request) {
        return request.preview().isEmpty() ? index(request.site()) : preview(request.site(), request.preview());
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

    /**
     * Returns the index of one deploy, live or not.
     *
     * @param reference as the address names it
     * @return an index without a deploy if there is none of that name, or its time is over
     */
    SiteIndex preview(Site site, String reference) {
        Preview preview = new Preview(site, reference);
        SiteIndex index = previews.get(preview);
        if (index != null && !index.expired(clock.instant())) {
            return index;
        }
        previews.remove(preview);
        long before = reloads.get();
        // Not under the lock: anyone may ask for anything, and must not hold up the sites.
        index = SiteIndex.loadPreview(store, contents, site, reference, clock);
        loading.lock();
        try {
            // Neither what is not there is kept, nor what was read before it was removed.
            if (index.live().isPresent() && before == reloads.get()) {
                makeRoom(index.size());
                previews.put(preview, index);
            }
            return index;
        } finally {
            loading.unlock();
        }
    }

    /** Forgets the deploys that are not live, some of which are gone, and reads the live one again. */
    public void reload(Site site) {
        loading.lock();
        try {
            reloads.incrementAndGet();
            previews.keySet().removeIf(preview -> preview.site.equals(site));
            load(site);
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
        makeRoom(index.size());
        indexes.put(site, index);
        return index;
    }

    private void makeRoom(long files) {
        if (files + size(previews) + size(indexes) > MOST_FILES) {
            // They are read again when they are visited. Finding the least visited would cost every request.
            previews.clear();
            if (files + size(indexes) > MOST_FILES) {
                indexes.clear();
            }
        }
    }

    private static long size(Map<?, SiteIndex> indexes) {
        return indexes.values().stream().mapToLong(SiteIndex::size).sum();
    }
}
