package dev.fazt.host.plugin;

import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the records of the plugins in the data file. Thread-safe. */
final class PluginRecords {
    private final Storage storage;
    private final Clock clock;

    PluginRecords(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Lists all by id, those of removed plugins too. */
    List<PluginRecord> list() {
        return storage.read(sql -> sql.query("SELECT * FROM fazt_plugin ORDER BY id", PluginRecords::record));
    }

    Optional<PluginRecord> find(String id) {
        return storage.read(sql -> find(id, sql));
    }

    /** Does so as a part of a larger unit. */
    Optional<PluginRecord> find(String id, Sql sql) {
        return sql.first("SELECT * FROM fazt_plugin WHERE id = ?", PluginRecords::record, id);
    }

    private static PluginRecord record(Row row) {
        return new PluginRecord(
                row.text("id"),
                PluginRecord.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                new PluginRecord.Version(row.text("version"), row.text("jar")),
                version(row.textOrNull("previous_version"), row.textOrNull("previous_jar")),
                row.textOrNull("public_key"),
                row.text("settings"));
    }

    private static PluginRecord.@Nullable Version version(@Nullable String number, @Nullable String sha256) {
        return number == null || sha256 == null ? null : new PluginRecord.Version(number, sha256);
    }

    /** Stores a record in place of the one with the same id. */
    PluginRecord put(PluginRecord record) {
        return storage.write(sql -> put(record, sql));
    }

    /** Does so as a part of a larger unit. */
    PluginRecord put(PluginRecord record, Sql sql) {
        String previousVersion = record.before().map(PluginRecord.Version::number).orElse(null);
        String previousJar = record.before().map(PluginRecord.Version::sha256).orElse(null);
        sql.update(
                """
                INSERT INTO fazt_plugin (id, state, version, jar, previous_version, previous_jar, public_key, settings, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    state = excluded.state, version = excluded.version, jar = excluded.jar,
                    previous_version = excluded.previous_version, previous_jar = excluded.previous_jar,
                    public_key = excluded.public_key, settings = excluded.settings, changed = excluded.changed
                """,
                record.id(),
                record.state().name().toLowerCase(Locale.ROOT),
                record.current().number(),
                record.current().sha256(),
                previousVersion,
                previousJar,
                record.publicKey(),
                record.settings(),
                clock.millis());
        return record;
    }
}
