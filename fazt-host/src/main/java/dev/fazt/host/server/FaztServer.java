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
import dev.fazt.host.observe.MetricsPage;
import dev.fazt.host.operation.OperationRegistry;
import dev.fazt.host.plugin.EventBus;
import dev.fazt.host.plugin.Plugins;
import dev.fazt.host.plugin.PublishedPlugins;
import dev.fazt.host.security.CredentialOperations;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.storage.DataFile;
import dev.fazt.host.storage.Migration;
import dev.fazt.host.storage.Migrations;
import dev.fazt.host.storage.PluginStorage;
import dev.fazt.host.storage.StorageEngine;
import dev.fazt.host.storage.StorageSettings;
import dev.fazt.api.operation.Operation;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    private final PluginStorage lane;
    private final SiteRegistry sites;
    private final Credentials credentials;
    private final Plugins plugins;
    private final Dispatcher dispatcher;
    private final WebServer listener;
    private final StorageRates rates;
    private final BackupSchedule backups;
    private final AuditSweep auditSweep;
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
        StorageEngine storage = null;
        try {
            Listener.probe(configuration);
            storage = StorageEngine.start(DataFile.open(configuration.database()), configuration.storage());
            return new FaztServer(configuration, proof, lock, storage);
        } catch (RuntimeException | Error e) {
            if (storage != null) {
                closeQuietly(storage);
            }
            lock.close();
            throw e instanceof StartupException known
                    ? known
                    : new StartupException("can not start: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(StorageEngine storage) {
        try {
            storage.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FaztServer(
            ServerConfiguration configuration, OwnershipProof proof, RunFile.Held lock, StorageEngine storage) {
        this.configuration = configuration;
        this.lock = lock;
        this.storage = storage;
        this.lane = storage.lane("host");
        JsonMapper json = Json.mapper();
        Migrations migrations = new Migrations(lane, clock);
        migrations.migrate("host", List.of(
                Migration.of("001_host.sql", resource("/db/host/001_host.sql")),
                Migration.of("002_domains.sql", resource("/db/host/002_domains.sql")),
                Migration.of("003_plugins.sql", resource("/db/host/003_plugins.sql")),
                Migration.of("004_security.sql", resource("/db/host/004_security.sql"))));
        sites = new SiteRegistry(lane, clock, configuration);
        sites.load();
        Domains domains = new Domains(lane, clock, proof, host -> Hosts.isOwn(configuration, host));
        domains.load();
        AuditLog audit = new AuditLog(lane, clock, configuration.auditKeep());
        credentials = new Credentials(lane, clock, audit);
        credentials.load();
        auditSweep = new AuditSweep(audit);

        backups = new BackupSchedule(configuration.database(), configuration.backup(), clock);
        EventBus events = new EventBus();
        Clients clients = new Clients(configuration.trustedProxies());
        Problems problems = new Problems(json);
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

        rates = new StorageRates(storage.metrics(), clock);
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
        try {
            own.addAll(plugins.operations());
            plugins.serve();
            listener = Listener.start(configuration, dispatcher);
            try {
                publish();
            } catch (RuntimeException e) {
                listener.stop();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            attempt("stopping the plugins", plugins::close);
            rates.close();
            auditSweep.close();
            credentials.close();
            throw e;
        }
        if (configuration.storage().synchronous() == StorageSettings.Synchronous.NORMAL) {
            LOG.warn("storage.synchronous=normal: a power cut can lose the last writes");
        }
        ready = true;
        backups.start();
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

    private static String resource(String name) {
        try (InputStream in = FaztServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("'%s' is missing from the jar".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartupException("can not read '%s' from the jar".formatted(name), e);
        }
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
            attempt("ending the scheduled backups", backups::close);
            attempt("draining the requests", () -> {
                dispatcher.drain();
                awaitRequests();
            });
            attempt("closing the listener", listener::stop);
            attempt("stopping the plugins", plugins::close);
            attempt("closing the rates", rates::close);
            attempt("ending the sweep of the audit log", auditSweep::close);
            attempt("writing down the last uses of credentials", credentials::close);
            attempt("closing the host's lane", lane::close);
            attempt("closing the storage", storage::close);
            attempt("releasing the data file", lock::close);
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

    private interface Step {
        void run() throws Exception;
    }

    /** Takes one step of stopping: a failure must not keep the later steps from being taken. */
    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("{} failed", what, e);
        }
    }

    private void awaitRequests() {
        Instant deadline = clock.instant().plus(DRAIN_DEADLINE);
        try {
            while (dispatcher.inFlight() > 0 && clock.instant().isBefore(deadline)) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
