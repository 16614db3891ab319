package dev.fazt.host.plugin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds what a generation got from its context, and closes it in reverse order, each within a deadline. Thread-safe. */
final class OwnedResources {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedResources.class);
    /** Is how many steps may take all of their time: after that, what is left is left. */
    private static final int PATIENCE = 4;

    private final String plugin;
    private final ClassLoader loader;
    private final Duration limit;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /**
     * @param limit how long each step of closing may take
     */
    OwnedResources(String plugin, ClassLoader loader, Duration limit) {
        this.plugin = plugin;
        this.loader = loader;
        this.limit = limit;
    }

    synchronized void add(AutoCloseable resource) {
        resources.addLast(resource);
    }

    /** Closes all, whatever each of them throws and however long it takes. */
    void close() {
        long until = System.nanoTime() + limit.multipliedBy(PATIENCE).toNanos();
        int left = 0;
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            if (System.nanoTime() - until < 0) {
                close("closing a resource", resource);
            } else {
                left++;
            }
        }
        if (left > 0) {
            LOG.warn("plugin '{}': {} of its resources are left as they are, since closing the others took too long", plugin, left);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        return resources.pollLast();
    }

    /** Does one step of closing on a thread of its own. What goes wrong is logged, and stops nothing. */
    void close(String what, AutoCloseable step) {
        try {
            BoundedRun.call(what, "fazt-close-" + plugin, loader, limit, () -> {
                step.close();
                return true;
            });
        } catch (PluginRejected e) {
            LOG.warn("plugin '{}': {}", plugin, e.getMessage());
        }
    }
}
