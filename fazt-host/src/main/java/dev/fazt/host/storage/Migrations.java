package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Brings the tables of the host and of each plugin to the state that their scripts describe, each in one transaction.
 *
 * <p>History and checksums are kept: a script that changed after it ran, or that is missing, is refused. Each table has one
 * owner, recorded when it appears: a plugin can not create, change or drop what belongs to another.
 */
public final class Migrations {
    private final StorageEngine.Lane lane;
    private final Clock clock;

    public Migrations(StorageEngine.Lane lane, Clock clock) {
        this.lane = lane;
        this.clock = clock;
    }

    private record Applied(long number, String name, String checksum) {}

    /**
     * Applies what is not yet applied.
     *
     * @throws IllegalStateException if history and scripts do not fit; nothing was changed
     */
    public void migrate(String plugin, List<Migration> migrations) {
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).number() != i + 1) {
                throw new IllegalStateException("the migrations of '%s' must be numbered 001, 002 … without gaps"
                        .formatted(plugin));
            }
        }
        try {
            // Without a deadline: a migration of a large table takes as long as it takes.
            lane.submit(sql -> {
                        apply(plugin, migrations, (ConnectionSql) sql);
                        return migrations.size();
                    })
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("a migration of '%s' failed: %s".formatted(plugin, e.getCause()), e);
        }
    }

    private void apply(String plugin, List<Migration> migrations, ConnectionSql sql) throws SQLException {
        sql.update("CREATE TABLE IF NOT EXISTS fazt_migration (plugin TEXT NOT NULL, number INTEGER NOT NULL, "
                + "name TEXT NOT NULL, checksum TEXT NOT NULL, applied INTEGER NOT NULL, PRIMARY KEY (plugin, number)) STRICT");
        sql.update("CREATE TABLE IF NOT EXISTS fazt_table (name TEXT NOT NULL PRIMARY KEY, plugin TEXT NOT NULL) STRICT");
        List<Applied> history = sql.query(
                "SELECT number, name, checksum FROM fazt_migration WHERE plugin = ? ORDER BY number",
                row -> new Applied(row.integer("number"), row.text("name"), row.text("checksum")),
                plugin);
        checkHistory(plugin, migrations, history);
        if (history.size() == migrations.size()) {
            return;
        }
        Map<String, String> before = tables(sql);
        for (Migration migration : migrations.subList(history.size(), migrations.size())) {
            sql.script(migration.script());
            sql.update(
                    "INSERT INTO fazt_migration (plugin, number, name, checksum, applied) VALUES (?, ?, ?, ?, ?)",
                    plugin,
                    migration.number(),
                    migration.name(),
                    migration.checksum(),
                    clock.millis());
        }
        claimTables(plugin, before, tables(sql), sql);
    }

    private static void checkHistory(String plugin, List<Migration> migrations, List<Applied> history) {
        for (Applied applied : history) {
            if (applied.number() > migrations.size()) {
                throw new IllegalStateException(
                        "the data file has migration %03d_%s of '%s', which this version of the plugin does not know: "
                                        .formatted(applied.number(), applied.name(), plugin)
                                + "install a newer version");
            }
            Migration migration = migrations.get((int) applied.number() - 1);
            if (!migration.checksum().equals(applied.checksum())) {
                throw new IllegalStateException(
                        "migration %03d_%s of '%s' was changed after it ran: put the old script back and add a new one"
                                .formatted(applied.number(), applied.name(), plugin));
            }
        }
    }

    private static Map<String, String> tables(Sql sql) {
        Map<String, String> tables = new HashMap<>();
        sql.each(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                row -> tables.put(row.text("name"), row.text("sql")));
        return tables;
    }

    private static void claimTables(String plugin, Map<String, String> before, Map<String, String> after, Sql sql) {
        Set<String> touched = new HashSet<>(before.keySet());
        touched.addAll(after.keySet());
        touched.removeIf(table -> before.getOrDefault(table, "").equals(after.getOrDefault(table, "")));
        for (String table : touched) {
            String owner = sql.first("SELECT plugin FROM fazt_table WHERE name = ?", row -> row.text("plugin"), table)
                    .orElse(before.containsKey(table) ? "host" : plugin);
            if (!owner.equals(plugin)) {
                throw new IllegalStateException(
                        "a migration of '%s' changes table '%s', which belongs to '%s'".formatted(plugin, table, owner));
            }
            if (after.containsKey(table)) {
                sql.update(
                        "INSERT INTO fazt_table (name, plugin) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", table, plugin);
            } else {
                sql.update("DELETE FROM fazt_table WHERE name = ?", table);
            }
        }
    }
}
