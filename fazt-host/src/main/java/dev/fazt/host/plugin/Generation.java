package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import dev.fazt.api.PluginContext;
import dev.fazt.api.Settings;
import dev.fazt.api.Sites;
import dev.fazt.api.event.Event;
import dev.fazt.api.event.Events;
import dev.fazt.api.http.Routes;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.RecurringTask;
import dev.fazt.host.storage.PluginStorage;
import dev.fazt.host.storage.StorageEngine;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Is one loaded and started version of a plugin: all that it registered, with one owner and one end.
 *
 * <p>Registration happens while it starts, before the generation is published, and is closed after.
 */
final class Generation implements PluginContext, Routes, Events {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

    /**
     * Is what the host lends to every generation.
     *
     * @param mounts makes the routing of a plugin's service
     */
    record Surroundings(
            StorageEngine storage,
            Sites sites,
            EventBus events,
            Clock clock,
            JsonMapper json,
            PluginLimits limits,
            ServiceMounts mounts) {}

    private final PluginJar jar;
    private final Surroundings surroundings;
    private final ObjectNode set;
    private final PluginStorage lane;
    private final Sites sites;
    private final InFlight inFlight;
    private final OwnedResources resources;
    private final List<Operation<?, ?>> operations = new ArrayList<>();
    private @Nullable BoundSettings<?> settings;
    private @Nullable HttpService service;
    private @Nullable HttpRouting routing;
    private @Nullable Handler content;
    private @Nullable Path temporaryFolder;
    private @Nullable ExecutorService threads;
    private volatile boolean registering = true;

    /**
     * @param set what the owner has set
     */
    Generation(PluginJar jar, ObjectNode set, Surroundings surroundings) {
        this.jar = jar;
        this.set = set;
        this.surroundings = surroundings;
        this.lane = surroundings.storage.lane(id());
        this.sites = new PluginSites(surroundings.sites, lane);
        this.inFlight = new InFlight(id(), jar.classLoader(), surroundings.limits);
        this.resources = new OwnedResources(id(), jar.classLoader(), surroundings.limits.startLimit());
    }

    /**
     * Starts the plugin.
     *
     * @throws PluginRejected if it throws or takes longer than the limit
     */
    void start(Duration limit) {
        try {
            BoundedRun.call("its start", "fazt-start-" + id(), jar.classLoader(), limit, () -> {
                jar.plugin().start(this);
                // Asks the service for its routes, which is the plugin's code too.
                routing = service == null ? null : surroundings.mounts.mount(id(), service);
                return true;
            });
        } finally {
            registering = false;
        }
    }

    /** Lets nobody in any more, stops the plugin, and closes all that it got in reverse order, whatever it throws and however long it takes. */
    void close() {
        registering = false;
        inFlight.drain();
        resources.close("its stop", jar.plugin()::stop);
        resources.close();
        resources.close("draining its write lane", lane);
        resources.close("giving back its threads and classes", jar);
        resources.close("forgetting its thread-locals", surroundings.storage::forgetThreadLocals);
    }

    PluginJar jar() {
        return jar;
    }

    PluginManifest manifest() {
        return jar.manifest();
    }

    /** Returns the storage, in which the start runs as one unit. */
    PluginStorage lane() {
        return lane;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Optional<HttpRouting> routing() {
        return Optional.ofNullable(routing);
    }

    Optional<Handler> content() {
        return Optional.ofNullable(content);
    }

    Optional<BoundSettings<?>> boundSettings() {
        return Optional.ofNullable(settings);
    }

    /** Returns the operations, each counted as somebody inside while it runs. */
    List<Operation<?, ?>> operations() {
        return operations;
    }

    private <P extends Record, R extends Record> Operation<P, R> counted(Operation<P, R> operation) {
        return operation.handledBy((parameters, call) -> {
            try (InFlight.Call _ = inFlight.enter()) {
                return countedResult(operation.handler().handle(parameters, call));
            }
        });
    }

    /** A download is written after its handler has returned: that is the plugin's code as well. */
    @SuppressWarnings("unchecked") // a Download is what the operation declared, since it returned one
    private <R extends Record> R countedResult(R result) {
        if (!(result instanceof Download download)) {
            return result;
        }
        return (R) new Download(download.contentType(), download.filename(), out -> {
            try (InFlight.Call _ = inFlight.enter()) {
                download.content().writeTo(out);
            }
        });
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
        return sites;
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
    public <S extends Record> Settings<S> settings(S defaults) {
        requireRegistering();
        if (settings != null) {
            throw new IllegalStateException("settings was called twice: declare all in one record");
        }
        try {
            BoundSettings<S> bound = new BoundSettings<>(defaults, set, surroundings.json, () -> registering);
            settings = bound;
            return bound;
        } catch (FaztException e) {
            throw new FaztException(
                    e.fault(),
                    "what is set for it does not fit: %s; 'fazt plugin config %s KEY=' takes a setting back to its default, also while it is off"
                            .formatted(e.getMessage(), id()),
                    e);
        }
    }

    @Override
    public synchronized ExecutorService threads() {
        if (threads == null) {
            requireRegistering();
            ThreadFactory virtual = Thread.ofVirtual().name("fazt-" + id() + "-", 0).factory();
            ExecutorService made = Executors.newThreadPerTaskExecutor(task -> {
                Thread thread = virtual.newThread(task);
                thread.setContextClassLoader(jar.classLoader());
                return thread;
            });
            resources.add(() -> {
                made.shutdownNow();
                made.close();
            });
            threads = made;
        }
        return threads;
    }

    @Override
    public synchronized Path temporaryFolder() {
        if (temporaryFolder == null) {
            requireRegistering();
            try {
                TemporaryFolder made = TemporaryFolder.create("fazt-" + id());
                resources.add(made);
                temporaryFolder = made.path();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return temporaryFolder;
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
        operations.add(counted(operation));
    }

    @Override
    public <E extends Event> void subscribe(Class<E> type, Consumer<E> consumer) {
        requireRegistering();
        resources.add(surroundings.events.subscribe(id(), type, event -> {
            // While it is replaced, it hears nothing.
            try (InFlight.Call inside = inFlight.tryEnter()) {
                if (inside != null) {
                    consumer.accept(event);
                }
            }
        }));
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
        Thread.Builder thread = Thread.ofVirtual().name("fazt-" + id() + "-" + name);
        resources.add(RecurringTask.start(thread, jar.classLoader(), interval, task::run)::close);
    }

    @Override
    public void own(AutoCloseable resource) {
        requireRegistering();
        resources.add(resource);
    }

    private void requireRegistering() {
        if (!registering) {
            throw new IllegalStateException("plugin '%s' has started: register everything in start".formatted(id()));
        }
    }
}
