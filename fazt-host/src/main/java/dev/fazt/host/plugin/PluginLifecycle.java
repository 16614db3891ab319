package dev.fazt.host.plugin;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.host.Sha256;
import dev.fazt.host.plugin.PluginRecord.State;
import dev.fazt.host.storage.Migrations;
import dev.fazt.host.storage.PluginStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Installs, replaces, stops and removes plugins while the server runs, one change at a time. Thread-safe.
 *
 * <p>Each change is durable when its method returns, and each method throws a {@link FaztException} that says why if it can not be made:
 * 404 if there is no such plugin, 409 if it is not in a state for it, 422 if the plugin is the reason; then everything is as before.
 */
public final class PluginLifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLifecycle.class);

    private final PluginChanges changes = new PluginChanges();
    private final PluginStorage hostLane;
    private final Migrations migrations;
    private final Preflight preflight;
    private final PluginStore store;
    private final PluginRecords records;
    private final StartAttempts attempts;
    private final RunningPlugins running;
    private final PluginLauncher launcher;
    private final PluginLimits limits;

    PluginLifecycle(
            PluginStorage hostLane,
            Migrations migrations,
            PluginStore store,
            RunningPlugins running,
            Generation.Surroundings surroundings,
            String apiVersion) {
        this.hostLane = hostLane;
        this.migrations = migrations;
        this.preflight = new Preflight(apiVersion);
        this.store = store;
        this.records = new PluginRecords(hostLane, surroundings.clock());
        this.attempts = new StartAttempts(hostLane);
        this.running = running;
        this.limits = surroundings.limits();
        this.launcher = new PluginLauncher(migrations, preflight, store, records, attempts, running, surroundings);
    }

    /** Starts what is installed and enabled. One that does not start is left out. */
    void startInstalled() {
        changes.make(() -> {
            List<PluginRecord> all = records.list();
            store.sweep(() -> all);
            for (PluginRecord record : all) {
                if (record.state() == State.ENABLED) {
                    try {
                        launcher.start(record);
                    } catch (RuntimeException e) {
                        LOG.error("plugin '{}' is left out: {}", record.id(), e.getMessage());
                    }
                }
            }
            return all.size();
        });
    }

    /** Publishes what runs, now and after each change from now on. */
    void serve() {
        changes.make(() -> {
            launcher.serve();
            return true;
        });
    }

    /** Installs a jar, or puts it in the place of the installed version if the conditions say so. */
    PluginStatus install(InputStream jar, InstallConditions conditions) {
        Path received = null;
        try {
            received = store.receive(jar);
            Path file = received;
            CheckedJar checked = preflight.check(file);
            requireSum(checked, conditions.sha256());
            if (conditions.signature() != null) {
                conditions.signature().verify(file);
            }
            return changes.make(() -> {
                attempts.forget(checked.sha256());
                return install(checked, file, conditions);
            });
        } catch (PluginRejected e) {
            throw PluginChanges.refused(e);
        } catch (IOException e) {
            throw unstored(e);
        } finally {
            discard(received);
        }
    }

    private void discard(@Nullable Path received) {
        if (received != null) {
            store.discard(received);
        }
    }

    /**
     * Takes in a jar that lies in the inbox, unless it is known already or older than what is installed.
     *
     * @throws PluginRejected with the reason why not
     */
    void takeIn(Path jar, @Nullable JarSignature signature) {
        Path received = null;
        try {
            if (Files.size(jar) > Preflight.MAX_BYTES) {
                throw new PluginRejected("it is larger than %d MiB".formatted(Preflight.MAX_BYTES >> 20));
            }
            if (isKnown(Sha256.of(jar))) {
                return;
            }
            try (InputStream in = Files.newInputStream(jar)) {
                received = store.receive(in);
            }
            Path file = received;
            CheckedJar checked = preflight.check(file);
            if (signature != null) {
                signature.verify(file);
            }
            changes.make(() -> {
                // Meanwhile somebody may have installed the same in another way.
                if (!isKnown(checked.sha256()) && isWanted(checked)) {
                    install(checked, file, new InstallConditions(null, signature, true));
                }
                return true;
            });
        } catch (IOException e) {
            throw new PluginRejected("it can not be read or stored: " + e, e);
        } finally {
            discard(received);
        }
    }

    private boolean isKnown(String sha256) {
        return records.list().stream().anyMatch(record -> record.isOf(sha256));
    }

    private boolean isWanted(CheckedJar jar) {
        attempts.quarantine(jar.sha256()).ifPresent(reason -> {
            throw new PluginRejected(reason);
        });
        Optional<PluginRecord> known = records.find(jar.id());
        if (known.isEmpty()) {
            return true;
        }
        if (!known.get().isInstalled()) {
            throw new PluginRejected("'%s' was removed: 'fazt plugin install' takes it back".formatted(jar.id()));
        }
        // The same number is taken too: an author builds again and again.
        return preflight.compare(jar.manifest().version(), known.get().current().number()) >= 0;
    }

    private static void requireSum(CheckedJar jar, @Nullable String expected) {
        if (expected != null && !Checksum.parse(expected).equals(jar.sha256())) {
            throw new PluginRejected("its SHA-256 sum is %s, not the one that was given: do not trust it".formatted(jar.sha256()));
        }
    }

    private static FaztException unstored(IOException e) {
        return new FaztException(new Fault.Resource(), "the jar can not be stored: " + e, e);
    }

    private PluginStatus install(CheckedJar jar, Path file, InstallConditions conditions) {
        Optional<PluginRecord> known = records.find(jar.id());
        Optional<PluginRecord> installed = known.filter(PluginRecord::isInstalled);
        String version = jar.manifest().version();
        if (installed.isPresent() && !conditions.upgrade()) {
            throw FaztException.conflict("version %s of '%s' is installed: 'fazt plugin upgrade' replaces it"
                    .formatted(installed.get().current().number(), jar.id()));
        }
        if (running.find(jar.id()).isPresent() && installed.map(PluginRecord::current).equals(Optional.of(jar.asVersion()))) {
            throw FaztException.conflict("this very jar of '%s' %s runs already".formatted(jar.id(), version));
        }
        PluginRecord after = known.map(record -> record.replacedBy(jar.asVersion()))
                .orElseGet(() -> PluginRecord.installed(jar))
                .signedBy(PinnedKey.after(known, conditions.signature()));
        try {
            store.keep(jar, file);
        } catch (IOException e) {
            throw unstored(e);
        }
        launcher.replace(installed, after);
        return status(after);
    }

    /** Goes back to the version before, if that one knows the present tables. */
    PluginStatus rollback(String id) {
        return changes.make(() -> {
            PluginRecord record = installed(id);
            PluginRecord.Version before = record.before()
                    .orElseThrow(() -> FaztException.conflict("there is no earlier version of '%s' to go back to".formatted(id)));
            launcher.replace(Optional.of(record), record.replacedBy(before));
            return status(id);
        });
    }

    /** Starts a plugin that is off, whatever it was off for. */
    PluginStatus enable(String id) {
        return changes.make(() -> {
            PluginRecord record = installed(id);
            if (running.find(id).isEmpty()) {
                startAgain(record.with(State.ENABLED)); // which is stored with its start
            }
            return status(id);
        });
    }

    /** Stops and starts a plugin. */
    PluginStatus reload(String id) {
        return changes.make(() -> {
            PluginRecord record = installed(id);
            if (record.state() != State.ENABLED) {
                throw FaztException.conflict("'%s' is off: 'fazt plugin enable %s' starts it".formatted(id, id));
            }
            startAgain(record);
            return status(id);
        });
    }

    private void startAgain(PluginRecord record) {
        attempts.forget(record.current().sha256());
        try {
            running.stop(record.id());
            launcher.start(record);
        } finally {
            launcher.publish();
        }
    }

    /** Stops a plugin until it is enabled again. Its data stays. */
    PluginStatus disable(String id) {
        return changes.make(() -> {
            records.put(installed(id).with(State.DISABLED));
            stop(id);
            return status(id);
        });
    }

    private void stop(String id) {
        try {
            launcher.forgetFailure(id);
            running.stop(id);
        } finally {
            launcher.publish();
        }
    }

    /**
     * Removes a plugin.
     *
     * @param purge whether its tables, its settings and the key that it is signed with go too; of one that was removed before as well
     * @return the tables that it has, or had, with the number of their rows
     */
    Map<String, Long> remove(String id, boolean purge, boolean dryRun) {
        return changes.make(() -> {
            PluginRecord record = purge ? known(id) : installed(id);
            Map<String, Long> tables = migrations.tables(id);
            if (dryRun) {
                return tables;
            }
            records.put(record.with(State.REMOVED));
            stop(id);
            if (purge) {
                hostLane.write(sql -> {
                    migrations.purge(id).run(sql);
                    return records.put(record.purged(), sql);
                });
            }
            attempts.forget(record.current().sha256());
            store.sweep(records::list);
            return tables;
        });
    }

    /** Changes settings of a plugin, and shows all: an empty text takes one back to its default. */
    List<SettingListing> configure(String id, Map<String, String> texts) {
        return changes.make(() -> {
            PluginRecord record = installed(id);
            ObjectNode set = BoundSettings.merged(launcher.settings(record), texts);
            Optional<Generation> generation = running.find(id);
            if (generation.isEmpty()) {
                // It may be off because of a setting: its next start checks them.
                records.put(record.withSettings(set.toString()));
                return BoundSettings.unbound(set);
            }
            BoundSettings<?> bound = generation.get()
                    .boundSettings()
                    .orElseThrow(() -> FaztException.conflict("'%s' has no settings".formatted(id)));
            if (!texts.isEmpty()) {
                bound.check(set);
                records.put(record.withSettings(set.toString()));
                BoundedRun.call("the settings hold from now on, but taking them", "fazt-settings-" + id,
                        generation.get().jar().classLoader(), limits.startLimit(), () -> {
                            bound.change(set);
                            return true;
                        });
            }
            return bound.listings(set);
        });
    }

    /** Returns the JSON Schema of what can be set of a plugin that runs. */
    Map<String, Object> schema(String id) {
        known(id);
        return running.find(id)
                .flatMap(Generation::boundSettings)
                .map(BoundSettings::schema)
                .orElseThrow(() -> FaztException.conflict("'%s' does not run, or has no settings".formatted(id)));
    }

    /** Pins the key that versions of a plugin must be signed with from now on; null takes unsigned ones again. */
    PluginStatus trust(String id, @Nullable String publicKey) {
        return changes.make(() -> {
            records.put(known(id).signedBy(publicKey == null ? null : JarSignature.canonical(publicKey)));
            return status(id);
        });
    }

    private PluginRecord known(String id) {
        return records.find(id)
                .orElseThrow(() -> FaztException.notFound("there is no plugin '%s': 'fazt plugin list' shows them"
                        .formatted(id.length() > 80 ? id.substring(0, 80) + "…" : id)));
    }

    private PluginRecord installed(String id) {
        PluginRecord record = known(id);
        if (!record.isInstalled()) {
            throw FaztException.conflict("'%s' was removed: install it again".formatted(id));
        }
        return record;
    }

    /** Returns what is known of a plugin, if anything is. */
    Optional<PluginRecord> find(String id) {
        return records.find(id);
    }

    /** Returns why a jar is not started by itself any more; empty if it is. */
    Optional<String> quarantine(String sha256) {
        return attempts.quarantine(sha256);
    }

    /** Tells what became of each plugin, by id. */
    List<PluginStatus> statuses() {
        return records.list().stream().map(this::status).toList();
    }

    PluginStatus status(String id) {
        return status(known(id));
    }

    private PluginStatus status(PluginRecord record) {
        String id = record.id();
        String version = record.current().number();
        return switch (record.state()) {
            case REMOVED -> new PluginStatus(id, null, "removed", "its data is kept; 'fazt plugin remove %s --purge' drops it".formatted(id));
            case DISABLED -> new PluginStatus(id, version, "disabled", null);
            case ENABLED -> running.find(id).isPresent()
                    ? new PluginStatus(id, version, "started", null)
                    : attempts.quarantine(record.current().sha256())
                            .map(reason -> new PluginStatus(id, version, "quarantined", reason))
                            .orElseGet(() -> new PluginStatus(id, version, "failed", launcher.failure(id).orElse("it was not started")));
        };
    }

    /** Stops all. */
    @Override
    public void close() {
        changes.make(() -> {
            running.stopAll();
            return true;
        });
    }
}
