package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import dev.fazt.host.storage.Migrations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loads what is stored, starts it, and puts one version in the place of another. Used by one thread at a time.
 *
 * <p>A new version is loaded and checked while the old one serves. Then the old one is drained and closed; what the new one changes in the
 * data while it migrates and starts, and the record that it is the one which runs, are one transaction. So whatever fails, and
 * whenever the process dies, the data file has either the old version with its data as before, or the new one.
 */
final class PluginLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLauncher.class);
    /** Nobody is served while the server starts, so a start may take longer. */
    private static final Duration FIRST_START = Duration.ofMinutes(2);

    private final Migrations migrations;
    private final Preflight preflight;
    private final PluginStore store;
    private final PluginRecords records;
    private final StartAttempts attempts;
    private final RunningPlugins running;
    private final Generation.Surroundings surroundings;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private boolean serving;

    PluginLauncher(
            Migrations migrations,
            Preflight preflight,
            PluginStore store,
            PluginRecords records,
            StartAttempts attempts,
            RunningPlugins running,
            Generation.Surroundings surroundings) {
        this.migrations = migrations;
        this.preflight = preflight;
        this.store = store;
        this.records = records;
        this.attempts = attempts;
        this.running = running;
        this.surroundings = surroundings;
    }

    /** Publishes what runs, now and whenever it is asked to from now on. */
    void serve() {
        serving = true;
        publish();
    }

    void publish() {
        if (serving) {
            running.publish();
        }
    }

    /** Returns why a plugin that should run does not; empty if it was not tried, or runs. */
    Optional<String> failure(String id) {
        return Optional.ofNullable(failures.get(id));
    }

    void forgetFailure(String id) {
        failures.remove(id);
    }

    /**
     * Starts what a record says, and remembers why if that fails.
     *
     * @throws PluginRejected if it fails, or has failed too often before
     * @throws FaztException if the storage is the reason
     */
    void start(PluginRecord record) {
        try {
            attempts.quarantine(record.current().sha256()).ifPresent(reason -> {
                throw new PluginRejected(reason);
            });
            start(load(record), record);
        } catch (RuntimeException e) {
            failures.put(record.id(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void start(PluginJar jar, PluginRecord after) {
        String sha256 = after.current().sha256();
        Generation generation = generation(jar, after);
        boolean counted = attempts.begin(sha256);
        try {
            running.start(generation, serving ? surroundings.limits().startLimit() : FIRST_START, sql -> noted(after, counted, sql));
        } catch (RuntimeException e) {
            attempts.failed(sha256, String.valueOf(e.getMessage()));
            throw e;
        }
        failures.remove(after.id());
        LOG.info("plugin '{}' {} has started", after.id(), after.current().number());
    }

    private Generation generation(PluginJar jar, PluginRecord record) {
        try {
            return new Generation(jar, settings(record), surroundings);
        } catch (RuntimeException e) {
            running.discard(jar);
            throw e;
        }
    }

    /** Writes only what has changed: with a full disk, what is installed can still be started. */
    private int noted(PluginRecord after, boolean counted, Sql sql) {
        if (!records.find(after.id(), sql).equals(Optional.of(after))) {
            records.put(after, sql);
        }
        return counted ? attempts.forget(after.current().sha256(), sql) : 0;
    }

    private PluginJar load(PluginRecord record) {
        PluginStore.Stored stored = store.find(record.id(), record.current());
        CheckedJar checked = preflight.checkAgain(stored.file(), record.current().sha256(), stored.endingClasses());
        return running.load(checked, stored.file(), preflight.apiVersion(), surroundings.limits().startLimit());
    }

    ObjectNode settings(PluginRecord record) {
        return (ObjectNode) surroundings.json().readTree(record.settings());
    }

    /**
     * Puts another version in the place of what there is, or beside nothing.
     *
     * @param before what is installed now
     * @throws PluginRejected if that fails: what there was goes on
     * @throws FaztException likewise, if the storage is the reason
     */
    void replace(Optional<PluginRecord> before, PluginRecord after) {
        boolean ran = running.find(after.id()).isPresent();
        try {
            PluginJar next = load(after);
            requireFit(next);
            running.stop(after.id());
            start(next, after);
        } catch (PluginRejected e) {
            attempts.forget(after.current().sha256());
            throw ran && before.isPresent() ? new PluginRejected(goneBack(before.get(), after, e), e) : e;
        } catch (FaztException e) {
            attempts.forget(after.current().sha256());
            throw ran && before.isPresent() ? new FaztException(e.fault(), goneBack(before.get(), after, e), e) : e;
        } finally {
            publish();
            store.sweep(records::list);
        }
    }

    /** Looks whether the migrations fit the data, before anything is stopped for them. */
    private void requireFit(PluginJar next) {
        try {
            migrations.pending(next.manifest().id(), next.migrations());
        } catch (RuntimeException e) {
            running.discard(next);
            throw e instanceof IllegalStateException ? new PluginRejected(String.valueOf(e.getMessage()), e) : e;
        }
    }

    /** Lets the old version go on, and says what happened. */
    private String goneBack(PluginRecord before, PluginRecord after, RuntimeException failure) {
        String next = after.current().number();
        String old = before.current().number();
        if (running.find(before.id()).isPresent()) {
            return "version %s is refused, and %s still serves: %s".formatted(next, old, failure.getMessage());
        }
        try {
            // The record tells, should it not be known whether the last commit took place.
            PluginRecord stored = records.find(before.id()).orElse(before);
            start(load(stored), stored);
            return "version %s failed, and %s serves again with its data as before: %s".formatted(next, old, failure.getMessage());
        } catch (RuntimeException e) {
            failures.put(before.id(), String.valueOf(e.getMessage()));
            return "version %s failed (%s), and %s could not be started again: %s"
                    .formatted(next, failure.getMessage(), old, e.getMessage());
        }
    }
}
