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
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final String plugin;
    private final ClassLoader loader;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    OwnedResources(String plugin, ClassLoader loader) {
        this.plugin = plugin;
        this.loader = loader;
    }

    synchronized void add(AutoCloseable resource) {
        resources.addLast(resource);
    }

    /** Closes all, whatever each of them throws and however long it takes. */
    void close() {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            close("closing a resource", resource);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        return resources.pollLast();
    }

    /** Does one step of closing on a thread of its own. What goes wrong is logged, and stops nothing. */
    void close(String what, AutoCloseable step) {
        try {
            BoundedRun.call(what, "fazt-close-" + plugin, loader, DEADLINE, () -> {
                step.close();
                return true;
            });
        } catch (PluginRejected e) {
            LOG.warn("plugin '{}': {}", plugin, e.getMessage());
        }
    }
}
