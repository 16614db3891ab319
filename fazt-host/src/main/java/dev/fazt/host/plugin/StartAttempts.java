package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import dev.fazt.api.storage.Work;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts for each jar how often its start was begun and did not succeed. A start that takes the whole process with it counts too, since it
 * is counted before. Thread-safe.
 */
final class StartAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(StartAttempts.class);
    private static final int MOST = 3;

    private final Storage storage;

    StartAttempts(Storage storage) {
        this.storage = storage;
    }

    /** Counts one more, durably; false if the storage can not, which is no reason not to start. */
    boolean begin(String jar) {
        return noted(sql -> sql.update(
                "INSERT INTO fazt_plugin_start (jar, attempts) VALUES (?, 1) "
                        + "ON CONFLICT (jar) DO UPDATE SET attempts = fazt_plugin_start.attempts + 1",
                jar));
    }

    void failed(String jar, String reason) {
        noted(sql -> sql.update("UPDATE fazt_plugin_start SET reason = ? WHERE jar = ?", reason, jar));
    }

    /** Forgets the failures of a jar, as a part of a larger unit. */
    int forget(String jar, Sql sql) {
        return sql.update("DELETE FROM fazt_plugin_start WHERE jar = ?", jar);
    }

    void forget(String jar) {
        noted(sql -> forget(jar, sql));
    }

    private boolean noted(Work<Integer> work) {
        try {
            storage.write(work);
            return true;
        } catch (FaztException e) {
            LOG.warn("the starts of plugins can not be counted: {}", e.getMessage());
            return false;
        }
    }

    /** Returns why a jar is not started by itself any more; empty if it is. */
    Optional<String> quarantine(String jar) {
        return storage.read(sql -> sql.first(
                "SELECT attempts, reason FROM fazt_plugin_start WHERE jar = ? AND attempts >= ?",
                row -> "it failed to start %d times, and stays off until 'fazt plugin enable': %s".formatted(
                        row.integer("attempts"),
                        Optional.ofNullable(row.textOrNull("reason")).orElse("the server ended while it started")),
                jar,
                MOST));
    }
}
