package dev.fazt.host.plugin;

import dev.fazt.api.PluginContext;
import dev.fazt.api.Sites;
import dev.fazt.api.event.Event;
import dev.fazt.api.event.Events;
import dev.fazt.api.http.Routes;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.storage.PluginStorage;
import dev.fazt.host.storage.StorageEngine;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpService;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is one loaded and started version of a plugin: all that it registered, with one owner and one end.
 *
 * <p>Registration happens on the starting thread before the generation is published, and is closed after; so the collections
 * need no locks.
 */
final class Generation implements PluginContext, Routes, Events {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    /** Is what the host lends to every generation. */
    record Surroundings(StorageEngine storage, Sites sites, EventBus events, Clock clock, JsonMapper json) {}

    private final PluginJar jar;
    private final Surroundings surroundings;
    private final PluginStorage lane;
    private final List<Operation<?, ?>> operations = new ArrayList<>();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private @Nullable HttpService service;
    private @Nullable Handler content;
    private volatile boolean registering = true;

    Generation(PluginJar jar, Surroundings surroundings) {
        this.jar = jar;
        this.surroundings = surroundings;
        this.lane = surroundings.storage.lane(jar.manifest().id());
    }

    /** Starts the plugin; if it throws, everything that it registered is closed. */
    void start() {
        try {
            inPlugin(() -> jar.plugin().start(this));
        } catch (Throwable e) {
            close();
            throw new PluginRejected("its start failed: " + e, e);
        } finally {
            registering = false;
        }
    }

    /** Stops the plugin, and closes all that it got in reverse order, whatever it throws and however long it takes. */
    void close() {
        registering = false;
        withDeadline("stop", () -> jar.plugin().stop());
        while (!resources.isEmpty()) {
            AutoCloseable resource = resources.removeLast();
            withDeadline("closing a resource", resource::close);
        }
        withDeadline("draining the write lane", lane::close);
        jar.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    private void withDeadline(String what, Step step) {
        Thread thread = Thread.ofPlatform().name("fazt-close-" + id()).daemon().start(() -> {
            try {
                inPlugin(step);
            } catch (Throwable e) {
                LOG.warn("{} of plugin '{}' failed", what, id(), e);
            }
        });
        try {
            if (!thread.join(CLOSE_DEADLINE)) {
                LOG.warn("{} of plugin '{}' took longer than {} s and is left behind", what, id(), CLOSE_DEADLINE.toSeconds());
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs plugin code with the plugin's class loader as the context class loader, which libraries look at. */
    private void inPlugin(Step step) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(jar.classLoader());
        try {
            step.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    PluginManifest manifest() {
        return jar.manifest();
    }

    Optional<HttpService> service() {
        return Optional.ofNullable(service);
    }

    Optional<Handler> content() {
        return Optional.ofNullable(content);
    }

    List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public String id() {
        return jar.manifest().id();
    }

    @Override
    public Storage storage() {
        return lane;
    }

    @Override
    public Sites sites() {
        return surroundings.sites;
    }

    @Override
    public Routes routes() {
        return this;
    }

    @Override
    public Events events() {
        return this;
    }

    @Override
    public Clock clock() {
        return surroundings.clock;
    }

    @Override
    public JsonMapper json() {
        return surroundings.json;
    }

    @Override
    public void onSites(HttpService service) {
        requireRegistering();
        if (this.service != null) {
            throw new IllegalStateException("onSites was called twice: route within one service");
        }
        this.service = service;
    }

    @Override
    public void asContent(Handler handler) {
        requireRegistering();
        if (content != null) {
            throw new IllegalStateException("asContent was called twice");
        }
        content = handler;
    }

    @Override
    public void operation(Operation<?, ?> operation) {
        requireRegistering();
        if (!operation.plugin().equals(id())) {
            throw new IllegalArgumentException(
                    "operation '%s' must be named '%s.%s'".formatted(operation.name(), id(), operation.verb()));
        }
        if (operations.stream().anyMatch(other -> other.name().equals(operation.name()))) {
            throw new IllegalArgumentException("operation '%s' is declared twice".formatted(operation.name()));
        }
        operations.add(operation);
    }

    @Override
    public <E extends Event> void subscribe(Class<E> type, Consumer<E> consumer) {
        requireRegistering();
        resources.addLast(surroundings.events.subscribe(id(), type, consumer));
    }

    @Override
    public void publish(Event event) {
        surroundings.events.publish(event);
    }

    @Override
    public void every(String name, Duration interval, Runnable task) {
        requireRegistering();
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("the interval of '%s' must be at least %d ms, and is %s"
                    .formatted(name, SHORTEST_INTERVAL.toMillis(), interval));
        }
        resources.addLast(RecurringTask.start("fazt-" + id() + "-" + name, interval, () -> inPlugin(task::run))::close);
    }

    @Override
    public void own(AutoCloseable resource) {
        requireRegistering();
        resources.addLast(resource);
    }

    private void requireRegistering() {
        if (!registering) {
            throw new IllegalStateException("plugin '%s' has started: register everything in start".formatted(id()));
        }
    }
}
