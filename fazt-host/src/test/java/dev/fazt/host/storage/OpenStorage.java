package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Is a storage on a real file, with a table of counters, of which {@code a} is there and is 0. */
final class OpenStorage {
    private static final Migration COUNTERS = new Migration(
            1,
            "counter",
            "CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT;"
                    + "CREATE TABLE filler (id INTEGER NOT NULL PRIMARY KEY, content BLOB NOT NULL) STRICT;"
                    + "INSERT INTO counter (name, value) VALUES ('a', 0);");

    final StorageEngine engine;
    final PluginStorage lane;

    OpenStorage(Path folder) {
        this(folder, StorageSettings.DEFAULT);
    }

    OpenStorage(Path folder, StorageSettings settings) {
        engine = StorageEngine.start(DataFile.open(folder.resolve("data.db")), settings);
        lane = engine.lane("test");
        new Migrations(lane, Clock.systemUTC()).migrate("test", List.of(COUNTERS));
    }

    long value() {
        return lane.read(sql -> sql.first("SELECT value FROM counter WHERE name = 'a'", row -> row.integer("value"))
                .orElseThrow());
    }

    void increment() {
        lane.write(OpenStorage::increment);
    }

    static int increment(Sql sql) {
        return sql.update("UPDATE counter SET value = value + 1 WHERE name = 'a'");
    }

    void close() throws InterruptedException {
        engine.close();
    }
}
