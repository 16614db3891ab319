package dev.fazt.plugin.analytics;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of hits: reads user agents, referrers and campaigns, and replaces each address by a hash. What many hits share is
 * read once. Thread-safe.
 */
final class EventRecorder implements EventBuffer.Sink<Hit> {
    private static final int REMEMBERED = 1_024;

    private final EventStore store;
    private final DailySalt salts;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Client> clients = new BoundedCache<>(REMEMBERED);
    private final Visitors visitors = new Visitors();
    private final RecentViews recent = new RecentViews();

    EventRecorder(EventStore store, DailySalt salts, Clock clock) {
        this.store = store;
        this.salts = salts;
        this.clock = clock;
    }

    @Override
    public Runnable prepare(List<Hit> batch) {
        // First, and outside of the lock: it may have to ask the storage, and may fail, when a day begins.
        DailySalt.Salt salt = salts.current();
        var rows = new ArrayList<EventRow>(batch.size());
        lock.lock();
        try {
            for (Hit hit : batch) {
                EventRow row = row(hit, salt);
                if (row != null) {
                    rows.add(row);
                }
            }
        } finally {
            lock.unlock();
        }
        String id = UUID.randomUUID().toString();
        return () -> store.append(id, clock.millis(), rows);
    }

    private @Nullable EventRow row(Hit hit, DailySalt.Salt salt) {
        // Also for those who want privacy: to count their visit once, the hash is held in memory for some seconds.
        long visitor = visitors.hash(salt, hit.site(), hit.address(), hit.userAgent());
        if (hit.kind().equals(Hit.PAGE_VIEW)) {
            switch (hit.source()) {
                case SERVER -> recent.counted(visitor, hit.path(), hit.time());
                case SCRIPT -> {
                    if (recent.isRepeated(visitor, hit.path(), hit.time())) {
                        return null;
                    }
                }
            }
        }
        return new EventRow(
                hit.site(),
                hit.kind(),
                hit.time(),
                hit.path(),
                referrer(hit),
                Campaign.of(hit.query()),
                clients.computeIfAbsent(hit.userAgent(), Client::of),
                hit.unlinked() ? null : visitor,
                hit.props());
    }

    private static @Nullable String referrer(Hit hit) {
        if (hit.referrer().isEmpty()) {
            return null;
        }
        String host = PageUrl.parse(hit.referrer()).map(PageUrl::host).orElse("");
        return host.isEmpty() || host.length() > 253 || host.equals(PageUrl.host(hit.host())) ? null : host;
    }
}
