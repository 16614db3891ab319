package dev.fazt.host.security;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers when credentials were used, and writes it down once for many uses. Thread-safe. */
final class LastUses {
    private final Storage storage;
    private final String statement;
    private final ConcurrentHashMap<String, Long> unwritten = new ConcurrentHashMap<>();

    /**
     * Makes an empty memory.
     *
     * @param statement sets the time (its first parameter) of the credential with a hash (its second)
     */
    LastUses(Storage storage, String statement) {
        this.storage = storage;
        this.statement = statement;
    }

    void used(String hash, long time) {
        unwritten.put(hash, time);
    }

    /** Writes down what is not yet. One that is gone meanwhile is not missed. */
    void write() {
        Map<String, Long> due = new TreeMap<>(unwritten);
        if (due.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = due.entrySet().stream()
                .<@Nullable Object[]>map(use -> new Object[] {use.getValue(), use.getKey()})
                .toList();
        try {
            storage.write(sql -> sql.batch(statement, rows));
        } catch (FaztException later) {
            return; // they stay for the next time, and the storage has logged why
        }
        due.forEach(unwritten::remove);
    }
}
