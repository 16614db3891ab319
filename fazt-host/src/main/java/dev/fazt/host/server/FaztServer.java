package dev.fazt.host.server;

import dev.fazt.host.StartupException;
import dev.fazt.host.Version;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.audit.AuditOperations;
import dev.fazt.host.audit.AuditSweep;
import dev.fazt.host.backup.BackupOperations;
import dev.fazt.host.backup.BackupSchedule;
import dev.fazt.host.domain.DomainOperations;
import dev.fazt.host.domain.Domains;
import dev.fazt.host.domain.OwnershipProof;
import dev.fazt.host.listener.Listener;
import dev.fazt.host.observe.MemoryGuard;
import dev.fazt.host.observe.MetricsPage;
import dev.fazt.host.operation.OperationRegistry;
import dev.fazt.host.plugin.EventBus;
import dev.fazt.host.plugin.Plugins;
import dev.fazt.host.plugin.PublishedPlugins;
import dev.fazt.host.security.CredentialOperations;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.storage.DataFile;
import dev.fazt.host.storage.Migrations;
import dev.fazt.host.storage.PluginStorage;
import dev.fazt.host.storage.StorageEngine;
import dev.fazt.host.storage.StorageSettings;
import dev.fazt.api.operation.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is one running server on one data file.
 *
 * <p>It starts in this order: lock, data file, writer, migrations, plugins, listener; and stops in the reverse, so that all that
 * was accepted is on disk. Thread-safe.
 */
public final class FaztServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaztServer.class);
    private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(30);

    private final ServerConfiguration configuration;
    private final Clock clock = Clock.systemUTC();
    private final Instant startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RunFile.Held lock;
    private final StorageEngine storage;
    private final StopSteps stopSteps;
    private final SiteRegistry sites;
    private final Credentials credentials;
    private final Plugins plugins;
    private final Dispatcher dispatcher;
    private final Listener listener;
    private final StorageRates rates;
    private volatile boolean ready;

    /**
     * Starts a server.
     *
     * @throws StartupException in one line, if it can not start; nothing keeps running
     */
    public static FaztServer start(ServerConfiguration configuration) {
        return start(configuration, OwnershipProof.onInternet());
    }

    /**
     * Starts a server that looks for proofs of ownership of domains in its own way.
     *
     * @throws StartupException in one line, if it can not start; nothing keeps running
     */
    public static FaztServer start(ServerConfiguration configuration, OwnershipProof proof) {
        DataFile.check(configuration.database());
        RunFile.Held lock = RunFile.Held.take(configuration.database());
        StopSteps stopSteps = new StopSteps();
        stopSteps.add("releasing the data file", lock::close);
        try {
            Listener.probe(configuration.bind(), configuration.port());
            StorageEngine storage = StorageEngine.start(DataFile.open(configuration.database()), configuration.storage());
            stopSteps.add("closing the storage", storage::close);
            return new FaztServer(configuration, proof, lock, storage, stopSteps);
        } catch (RuntimeException | Error e) {
            stopSteps.takeAll();
            throw e instanceof StartupException known
                    ? known
                    : new StartupException("can not start: " + e.getMessage(), e);
        }
    }

    private FaztServer(
            ServerConfiguration configuration,
            OwnershipProof proof,
            RunFile.Held lock,
            StorageEngine storage,
            StopSteps stopSteps) {
        this.configuration = configuration;
        this.lock = lock;
        this.storage = storage;
        this.stopSteps = stopSteps;
        PluginStorage lane = storage.lane("host");
        stopSteps.add("closing the host's lane", lane::close);
        JsonMapper json = Json.mapper();
        Migrations migrations = new Migrations(lane, clock);
        migrations.migrate("host", HostSchema.migrations());
        sites = new SiteRegistry(lane, clock, configuration);
        sites.load();
        Domains domains = new Domains(lane, clock, proof, host -> Hosts.isOwn(configuration, host));
        domains.load();
        AuditLog audit = new AuditLog(lane, clock, configuration.auditKeep());
        credentials = new Credentials(lane, clock, audit);
        credentials.load();
        stopSteps.add("writing down the last uses of credentials", credentials::close);
        stopSteps.add("ending the sweep of the audit log", new AuditSweep(audit)::close);
        rates = new StorageRates(storage.metrics(), clock);
        stopSteps.add("closing the rates", rates::close);

        BackupSchedule backups = new BackupSchedule(configuration.database(), configuration.backup(), clock);
        EventBus events = new EventBus();
        Clients clients = new Clients(configuration.trustedProxies());
        MemoryGuard memory = new MemoryGuard();
        stopSteps.add("ending the watch over the memory", memory::close);
        Problems problems = new Problems(json, memory);
        SitePlane sitePlane = new SitePlane(credentials, clients, problems, events);
        ControlPlane controlPlane = new ControlPlane(
                credentials,
                clients,
                audit,
                new HomePage(sites, credentials, this::status),
                new MetricsPage(storage, backups, this::requests),
                () -> ready,
                json,
                problems);
        dispatcher = new Dispatcher(new Hosts(configuration, sites, domains), domains, sites, sitePlane, controlPlane, problems);

        List<Operation<?, ?>> own = new ArrayList<>(HostOperations.all(sites, this::status, this::stopInBackground));
        own.addAll(CredentialOperations.all(credentials));
        own.addAll(AuditOperations.all(audit, clock));
        own.addAll(new BackupOperations(configuration.database(), lane, clock, backups).all());
        own.addAll(DomainOperations.all(sites, domains));
        Plugins.Host lent = new Plugins.Host(
                storage, lane, migrations, sites, events, clock, json, Version.current(), sitePlane::mount);
        plugins = new Plugins(configuration.plugins(), lent, published -> {
            sitePlane.publish(published);
            controlPlane.publish(registry(own, published, json));
        });
        stopSteps.add("stopping the plugins", plugins::close);
        own.addAll(plugins.operations());
        plugins.serve();

        listener = Listener.start(configuration.bind(), configuration.port(), dispatcher);
        stopSteps.add("closing the listener", listener::stop);
        stopSteps.add("draining the requests", this::drain);
        publish();
        ready = true;
        stopSteps.add("ending the scheduled backups", backups::close);
        backups.start();
        if (configuration.storage().synchronous() == StorageSettings.Synchronous.NORMAL) {
            LOG.warn("storage.synchronous=normal: a power cut can lose the last writes");
        }
        LOG.info("fazt {} listens on port {}, data in {}", Version.current(), listener.port(), configuration.database());
    }

    private static OperationRegistry registry(List<Operation<?, ?>> own, PublishedPlugins published, JsonMapper json) {
        List<Operation<?, ?>> all = new ArrayList<>(own);
        all.addAll(published.operations());
        return new OperationRegistry(all, json);
    }

    /** Tells the command line how to reach this server. */
    private void publish() {
        int port = listener.port();
        sites.listeningOn(port);
        lock.publish(new RunFile(
                ProcessHandle.current().pid(),
                "http://" + configuration.localAddress() + ":" + port,
                port,
                credentials.localToken(),
                startedAt,
                Version.current()));
    }

    private long requests() {
        return dispatcher.requests();
    }

    /** Returns the port that the server really listens on. */
    public int port() {
        return listener.port();
    }

    /** Returns the one-time link to become the owner, while there is none. */
    public Optional<String> setupUrl() {
        return credentials.owner().setupCode().map(code -> sites.controlUrl() + "/setup?code=" + code);
    }

    /** Returns the addresses of the control host and of the sites. */
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>(List.of(sites.controlUrl()));
        sites.list().forEach(site -> addresses.add(sites.url(site)));
        return addresses;
    }

    private HostOperations.Status status() {
        return new HostOperations.Status(
                Version.current(),
                startedAt,
                Duration.between(startedAt, clock.instant()).toSeconds(),
                configuration.database().toAbsolutePath().normalize().toString(),
                configuration.domain(),
                plugins.statuses(),
                HostOperations.StorageStatus.of(storage, rates.now()));
    }

    private void stopInBackground() {
        Thread.ofPlatform().name("fazt-stop").start(this::stop);
    }

    /** Waits until the server has stopped. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /**
     * Stops gracefully: requests finish, plugins flush, the writer drains, the file is closed. Whoever calls it while it runs waits
     * for its end.
     */
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            ready = false;
            stopSteps.takeAll();
            LOG.info("fazt has stopped");
            stopped.countDown();
            return;
        }
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() throws InterruptedException {
        dispatcher.drain();
        long deadline = System.nanoTime() + DRAIN_DEADLINE.toNanos(); // not by the clock, which may jump
        while (dispatcher.inFlight() > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
