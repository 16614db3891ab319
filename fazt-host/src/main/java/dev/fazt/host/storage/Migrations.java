package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Work;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of the host and of each plugin to the state that their scripts describe, each in one transaction.
 *
 * <p>History, checksums and scripts are kept: a script that changed after it ran, or that is missing, is refused. Each table has
 * one owner, recorded when it appears: a plugin's migrations can not create, change, fill or drop what belongs to another.
 */
public final class Migrations {
    private static final String HISTORY =
            """
            CREATE TABLE IF NOT EXISTS fazt_migration (
                plugin   TEXT    NOT NULL,
                number   INTEGER NOT NULL,
                name     TEXT    NOT NULL,
                checksum TEXT    NOT NULL,
                applied  INTEGER NOT NULL,
                PRIMARY KEY (plugin, number)
            ) STRICT;
            CREATE TABLE IF NOT EXISTS fazt_table (name TEXT NOT NULL PRIMARY KEY, plugin TEXT NOT NULL) STRICT;
            """;

    private final PluginStorage lane;
    private final Clock clock;

    public Migrations(PluginStorage lane, Clock clock) {
        this.lane = lane;
        this.clock = clock;
    }

    private record Applied(long number, String name, String checksum, @Nullable String script) {}

    /**
     * Applies what is not yet applied.
     *
     * @throws IllegalStateException if history and scripts do not fit, or a script fails; nothing was changed
     */
    public void migrate(String plugin, List<Migration> migrations) {
        // Without a limit: to change a large table takes as long as it takes.
        lane.writeWithoutLimit(work(plugin, migrations));
    }

    /**
     * Returns the work of applying what is not yet applied, to be part of something larger. It returns how many steps it took, and throws
     * as {@link #migrate} does.
     */
    public Work<Integer> work(String plugin, List<Migration> migrations) {
        requireNumbered(plugin, migrations);
        return sql -> apply(plugin, migrations, (ConnectionSql) sql);
    }

    /**
     * Looks whether the scripts fit what has run, and changes nothing.
     *
     * @return how many of them have not run yet
     * @throws IllegalStateException if they do not
     */
    public int pending(String plugin, List<Migration> migrations) {
        requireNumbered(plugin, migrations);
        List<Applied> history = lane.read(sql -> history(plugin, sql));
        checkHistory(plugin, migrations, history);
        return migrations.size() - history.size();
    }

    /** Returns the tables of a plugin with the number of their rows. */
    public Map<String, Long> tables(String plugin) {
        return lane.read(sql -> {
            Map<String, Long> rows = new TreeMap<>();
            for (String table : owned(plugin, sql)) {
                rows.put(table, sql.first("SELECT COUNT(*) AS n FROM \"" + table + "\"", row -> row.integer("n")).orElse(0L));
            }
            return rows;
        });
    }

    /** Returns the work of dropping all tables of a plugin, and of forgetting that its migrations ran. */
    public Work<Integer> purge(String plugin) {
        return sql -> {
            Set<String> left = owned(plugin, sql);
            int dropped = left.size();
            while (!left.isEmpty()) {
                // A table that others refer to can be dropped only after them.
                int before = left.size();
                left.removeIf(table -> dropped(table, (ConnectionSql) sql));
                if (left.size() == before) {
                    throw new IllegalStateException("the tables %s of '%s' can not be dropped".formatted(left, plugin));
                }
            }
            sql.update("DELETE FROM fazt_table WHERE plugin = ?", plugin);
            sql.update("DELETE FROM fazt_migration WHERE plugin = ?", plugin);
            return dropped;
        };
    }

    private static boolean dropped(String table, ConnectionSql sql) {
        try {
            sql.script("DROP TABLE \"" + table + "\"");
            return true;
        } catch (SQLException e) {
            if (SqlFailure.endsTransaction(e)) {
                throw new IllegalStateException(e);
            }
            return false;
        }
    }

    private static Set<String> owned(String plugin, Sql sql) {
        return new TreeSet<>(sql.query("SELECT name FROM fazt_table WHERE plugin = ?", row -> row.text("name"), plugin));
    }

    private static void requireNumbered(String plugin, List<Migration> migrations) {
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).number() != i + 1) {
                throw new IllegalStateException(
                        "the migrations of '%s' must be numbered 001, 002 … without gaps, but the %d. is %03d_%s"
                                .formatted(plugin, i + 1, migrations.get(i).number(), migrations.get(i).name()));
            }
        }
    }

    private int apply(String plugin, List<Migration> migrations, ConnectionSql sql) throws SQLException {
        prepareHistory(sql);
        List<Applied> history = history(plugin, sql);
        checkHistory(plugin, migrations, history);
        for (Migration migration : migrations.subList(history.size(), migrations.size())) {
            run(plugin, migration, sql);
        }
        return migrations.size() - history.size();
    }

    private static List<Applied> history(String plugin, Sql sql) {
        return sql.query(
                "SELECT number, name, checksum, script FROM fazt_migration WHERE plugin = ? ORDER BY number",
                row -> new Applied(row.integer("number"), row.text("name"), row.text("checksum"), row.textOrNull("script")),
                plugin);
    }

    private static void prepareHistory(ConnectionSql sql) throws SQLException {
        sql.script(HISTORY);
        // Files of the first version have no scripts in their history.
        if (sql.first("SELECT sql FROM sqlite_master WHERE name = 'fazt_migration'", row -> row.text("sql"))
                .filter(definition -> definition.contains("script"))
                .isEmpty()) {
            sql.script("ALTER TABLE fazt_migration ADD COLUMN script TEXT");
        }
    }

    private void run(String plugin, Migration migration, ConnectionSql sql) {
        Map<String, String> owners = owners(sql);
        for (String table : StatementRules.tablesIn(migration.script())) {
            String owner = owners.getOrDefault(table, plugin);
            if (!owner.equals(plugin)) {
                throw new IllegalStateException("migration %s of '%s' uses table '%s', which belongs to '%s'"
                        .formatted(migration.title(), plugin, table, owner));
            }
        }
        try {
            sql.script(migration.script());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "migration %s of '%s' failed, and nothing was changed: %s"
                            .formatted(migration.title(), plugin, e.getMessage()),
                    e);
        }
        sql.update(
                "INSERT INTO fazt_migration (plugin, number, name, checksum, applied, script) VALUES (?, ?, ?, ?, ?, ?)",
                plugin,
                migration.number(),
                migration.name(),
                migration.checksum(),
                clock.millis(),
                migration.script());
        recordOwner(plugin, owners.keySet(), tables(sql), sql);
    }

    private static void checkHistory(String plugin, List<Migration> migrations, List<Applied> history) {
        for (int i = 0; i < history.size(); i++) {
            Applied applied = history.get(i);
            if (applied.number() != i + 1) {
                throw new IllegalStateException(
                        "the data file has migration %03d_%s of '%s', but not %03d before it: restore a backup"
                                .formatted(applied.number(), applied.name(), plugin, i + 1));
            }
            if (applied.number() > migrations.size()) {
                throw new IllegalStateException(
                        "the data file has migration %03d_%s of '%s', which this version of the plugin does not know: "
                                        .formatted(applied.number(), applied.name(), plugin)
                                + "install a newer version");
            }
            Migration migration = migrations.get((int) applied.number() - 1);
            if (!migration.checksum().equals(applied.checksum())) {
                throw new IllegalStateException(
                        "migration %03d_%s of '%s' was changed after it ran%s: put the old script back and add a new one"
                                .formatted(
                                        applied.number(),
                                        applied.name(),
                                        plugin,
                                        applied.script() == null ? "" : difference(applied.script(), migration.script())));
            }
        }
    }

    private static String difference(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int line = 0;
        while (line < old.size() && line < now.size() && old.get(line).equals(now.get(line))) {
            line++;
        }
        return "; its line %d was '%s' and is '%s'".formatted(line + 1, lineOf(old, line), lineOf(now, line));
    }

    private static String lineOf(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index).strip() : "";
    }

    private static Set<String> tables(Sql sql) {
        return new HashSet<>(sql.query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                row -> row.text("name").toLowerCase(Locale.ROOT)));
    }

    /** Returns who owns which table; the history itself belongs to the host. */
    private static Map<String, String> owners(Sql sql) {
        Map<String, String> owners = new HashMap<>();
        tables(sql).forEach(table -> owners.put(table, "host"));
        sql.each("SELECT name, plugin FROM fazt_table", row -> owners.put(row.text("name"), row.text("plugin")));
        return owners;
    }

    private static void recordOwner(String plugin, Set<String> before, Set<String> after, Sql sql) {
        after.stream().filter(table -> !before.contains(table)).forEach(table -> sql.update(
                "INSERT INTO fazt_table (name, plugin) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET plugin = excluded.plugin",
                table,
                plugin));
        before.stream()
                .filter(table -> !after.contains(table))
                .forEach(table -> sql.update("DELETE FROM fazt_table WHERE name = ?", table));
    }
}
