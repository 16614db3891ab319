package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.content.ContentReader;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the answers that are asked for most within a number of bytes. Thread-safe.
 *
 * <p>Eviction is the clock algorithm (second chance): a hit only marks the representation, without a lock, a map or a list.
 */
final class BodyCache {
    private final ContentReader contents;
    private final long capacityBytes;
    private final int largestBody;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Admitted> ring = new ArrayDeque<>();
    private long weight;

    /** Is an answer in the cache, with the weight that it was admitted with. */
    private record Admitted(Representation representation, int weight) {}

    /**
     * Makes a cache.
     *
     * @param capacityBytes what all answers together may take
     * @param largestBody the size from which bodies are streamed instead
     */
    BodyCache(ContentReader contents, long capacityBytes, int largestBody) {
        this.contents = contents;
        this.capacityBytes = capacityBytes;
        this.largestBody = largestBody;
    }

    /** Returns the answer for a representation, from memory if it is there. */
    PreparedResponse get(Representation representation) {
        PreparedResponse prepared = representation.prepared();
        if (prepared != null) {
            return prepared;
        }
        boolean[] read = {false};
        prepared = representation.prepare(() -> {
            read[0] = true;
            return representation.bytes() > largestBody
                    ? null
                    : contents.read(representation.hash(), representation.encoding(), (int) representation.bytes());
        });
        if (read[0]) {
            admit(new Admitted(representation, prepared.weight()));
        }
        return prepared;
    }

    private void admit(Admitted newcomer) {
        lock.lock();
        try {
            weight += newcomer.weight;
            // Twice around at most: the first round takes away every mark that hits do not set again meanwhile.
            for (int chances = 2 * ring.size(); weight > capacityBytes && !ring.isEmpty(); chances--) {
                Admitted oldest = ring.poll();
                if (chances > 0 && oldest.representation.takeUsed()) {
                    ring.add(oldest);
                } else {
                    oldest.representation.evict();
                    weight -= oldest.weight;
                }
            }
            ring.add(newcomer);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes the answers in memory take. */
    long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }
}
