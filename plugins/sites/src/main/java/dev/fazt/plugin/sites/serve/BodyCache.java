package dev.fazt.plugin.sites.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fazt.plugin.sites.content.ContentReader;

/**
 * Keeps the answers that are asked for most within a number of bytes. Thread-safe.
 *
 * <p>What stays is decided by W-TinyLFU: what is asked for again and again is kept apart from what came lately, so that a crawler
 * which visits everything once displaces little.
 */
final class BodyCache {
    private final ContentReader contents;
    private final int largestBody;
    private final Cache<Representation, PreparedResponse> cache;

    /**
     * Makes a cache.
     *
     * @param capacityBytes what all answers together may take
     * @param largestBody the size from which bodies are streamed instead
     */
    BodyCache(ContentReader contents, long capacityBytes, int largestBody) {
        this.contents = contents;
        this.largestBody = largestBody;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(capacityBytes)
                .weigher((Representation key, PreparedResponse answer) -> answer.weight())
                // On the thread that causes it: a pool of the process would outlive the plugin.
                .executor(Runnable::run)
                .build();
    }

    /** Returns the answer for a representation, from memory if it is there. */
    PreparedResponse get(Representation representation) {
        PreparedResponse prepared = cache.getIfPresent(representation);
        return prepared == null ? prepare(representation) : prepared;
    }

    /** Reads storage once for a crowd. The lock is the representation's own, so that others do not wait for its reading. */
    private PreparedResponse prepare(Representation representation) {
        representation.preparing().lock();
        try {
            PreparedResponse prepared = cache.getIfPresent(representation);
            if (prepared == null) {
                prepared = representation.prepare(
                        representation.bytes() > largestBody
                                ? null
                                : contents.read(
                                        representation.hash(), representation.encoding(), (int) representation.bytes()));
                cache.put(representation, prepared);
            }
            return prepared;
        } finally {
            representation.preparing().unlock();
        }
    }

    /** Returns how many bytes the answers in memory take. */
    long weight() {
        cache.cleanUp();
        return cache.policy().eviction().flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst()).orElse(0L);
    }
}
