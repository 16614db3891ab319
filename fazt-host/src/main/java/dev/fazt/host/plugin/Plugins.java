package dev.fazt.host.plugin;

import dev.fazt.api.Sites;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.RecurringTask;
import dev.fazt.host.storage.Migrations;
import dev.fazt.host.storage.PluginStorage;
import dev.fazt.host.storage.StorageEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Is all plugins of a server: what is installed, what runs, and the folder where more are dropped. */
public final class Plugins implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RunningPlugins running;
    private final PluginLifecycle lifecycle;
    private final Inbox inbox;
    private final PluginOperations operations;
    private final RecurringTask looks;
    private final RecurringTask checks;

    /** Is what the host lends to plugins. */
    public record Host(
            StorageEngine storage,
            PluginStorage lane,
            Migrations migrations,
            Sites sites,
            EventBus events,
            Clock clock,
            JsonMapper json,
            String apiVersion,
            ServiceMounts mounts) {}

    /**
     * Starts what is installed, and takes in what was dropped.
     *
     * @param publication is told what the running plugins offer, once {@link #serve} was called
     */
    public Plugins(PluginConfiguration configuration, Host host, Consumer<PublishedPlugins> publication) {
        LeakWatch leaks = new LeakWatch(host.clock(), host.json());
        this.running = new RunningPlugins(host.migrations(), leaks, publication);
        Generation.Surroundings surroundings = new Generation.Surroundings(
                host.storage(), host.sites(), host.events(), host.clock(), host.json(), configuration.limits(), host.mounts());
        PluginStore store = new PluginStore(configuration.store(), host.lane());
        this.lifecycle = new PluginLifecycle(host.lane(), host.migrations(), store, running, surroundings, host.apiVersion());
        this.inbox = new Inbox(configuration.inbox(), lifecycle);
        PluginRepository repository =
                new PluginRepository(configuration.repository(), lifecycle, new Preflight(host.apiVersion()), host.json());
        this.operations = new PluginOperations(lifecycle, repository, running, leaks, inbox);
        boolean safeMode = configuration.safeMode();
        if (!safeMode) {
            lifecycle.startInstalled();
            inbox.takeAll();
        }
        this.looks = RecurringTask.start(thread("fazt-inbox"), null, LOOK, safeMode ? () -> {} : inbox::look);
        this.checks = RecurringTask.start(thread("fazt-requests"), null, LOOK, this::checkRequests);
    }

    /** A thread of the system's: a plugin that spins could keep virtual ones from running. */
    private static Thread.Builder thread(String name) {
        return Thread.ofPlatform().daemon().name(name);
    }

    private void checkRequests() {
        long now = System.nanoTime();
        running.all().forEach(generation -> generation.inFlight().check(now));
    }

    /** Publishes what runs, now and after each change. */
    public void serve() {
        lifecycle.serve();
    }

    /** Returns what the owner can do with plugins. */
    public List<Operation<?, ?>> operations() {
        return operations.all();
    }

    /** Tells what became of each plugin. */
    public List<PluginStatus> statuses() {
        return operations.statuses();
    }

    /** Stops all, the last started first. */
    @Override
    public void close() {
        try {
            looks.close();
            checks.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lifecycle.close();
        }
    }
}
