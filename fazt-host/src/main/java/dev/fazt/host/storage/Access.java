package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Work;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Says what one user of the storage may do at the moment, for all that was derived from what it was handed out. Thread-safe.
 *
 * <p>A user is one generation of a plugin: the next one, with the same lanes, has an access of its own.
 */
final class Access {
    private final AtomicReference<@Nullable OpenUnit> open = new AtomicReference<>();
    private volatile boolean closed;

    /** From now on, everything is a part of a unit. */
    void open(OpenUnit unit) {
        open.set(unit);
    }

    /** From now on, each piece of work is a unit of its own again. */
    void release(OpenUnit unit) {
        open.compareAndSet(unit, null);
        unit.ended().complete(true);
    }

    /** Lets nothing more in. */
    void close() {
        closed = true;
    }

    /** Refuses whoever has stopped. */
    void requireOpen(String plugin) {
        if (closed) {
            throw FaztException.busy(
                    "the plugin '%s' has stopped or is being replaced: try again in a moment".formatted(plugin),
                    Duration.ofSeconds(1));
        }
    }

    /** Hands work to the unit that is open, if one is; null otherwise, and then it is no longer. */
    <T> @Nullable WorkUnit<T> part(String plugin, Work<T> work, Duration limit) {
        OpenUnit unit = open.get();
        if (unit == null) {
            return null;
        }
        WorkUnit<T> part = new WorkUnit<>(plugin, work, limit);
        if (unit.offer(part)) {
            return part;
        }
        // What the unit changed can be seen from elsewhere only when it is stored.
        unit.ended().join();
        return null;
    }
}
