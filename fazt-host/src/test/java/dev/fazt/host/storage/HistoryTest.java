package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs random histories of concurrent units against a model in memory. Each unit notes itself in a table in the order of its commit,
 * and the value that it saw; the model repeats the notes, and must come to the same values. {@code -Dfazt.seed=N} repeats one, and
 * {@code -Dfazt.histories=N} runs more.
 */
class HistoryTest {
    private static final int CALLERS = 48;
    private static final int UNITS_OF_EACH = 60;
    private static final int KEYS = 12;
    private static final Migration TABLES = new Migration(
            1,
            "history",
            "CREATE TABLE balance (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT;"
                    + "CREATE TABLE note (number INTEGER NOT NULL PRIMARY KEY, unit TEXT NOT NULL UNIQUE, name TEXT NOT NULL, "
                    + "change INTEGER NOT NULL, value INTEGER NOT NULL) STRICT;");

    @TempDir
    Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> effects = ConcurrentHashMap.newKeySet();

    private static final class DeliberateException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static List<Long> seeds() {
        Long fixed = Long.getLong("fazt.seed");
        int count = Integer.getInteger("fazt.histories", 3);
        return fixed != null ? List.of(fixed) : LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Timeout(180)
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void comes_to_the_state_of_the_model(long seed) throws Exception {
        var settings = new StorageSettings(
                StorageSettings.Synchronous.FULL, 2, Duration.ofMillis(60), Duration.ofSeconds(5), 64 << 20);
        StorageEngine engine = StorageEngine.start(DataFile.open(folder.resolve("data.db")), settings);
        PluginStorage storage = engine.lane("history");
        new Migrations(storage, Clock.systemUTC()).migrate("history", List.of(TABLES));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000 + caller);
                callers.add(threads.submit(() -> call(storage, number, random)));
            }
            for (Future<?> one : callers) {
                one.get();
            }
        }
        engine.close();

        StorageEngine again = StorageEngine.start(DataFile.open(folder.resolve("data.db")), settings);
        try {
            again.lane("history").read(sql -> {
                compare(sql);
                return 0;
            });
        } finally {
            again.close();
        }
    }

    private void call(PluginStorage storage, int caller, RandomGenerator random) {
        for (int i = 0; i < UNITS_OF_EACH; i++) {
            String unit = caller + "-" + i;
            String name = "k" + random.nextInt(KEYS);
            int change = random.nextInt(1, 100);
            int kind = random.nextInt(100);
            Storage through = random.nextBoolean() ? storage : storage.forSite(new Site("s" + random.nextInt(3)));
            try {
                if (kind < 10) {
                    cancelOrAwait(through, unit, name, change);
                } else {
                    Duration deadline = kind < 20 ? Duration.ofNanos(random.nextLong(1, 3_000_000)) : Duration.ofSeconds(30);
                    through.within(deadline).write(sql -> run(sql, unit, name, change, kind));
                    acknowledged.add(unit);
                }
            } catch (DeliberateException | CompletionException e) {
                refused.add(unit);
            } catch (FaztException e) {
                if (!(e.fault() instanceof Fault.Unknown)) {
                    refused.add(unit);
                }
            }
        }
    }

    private void cancelOrAwait(Storage through, String unit, String name, int change) {
        var future = through.submit(sql -> run(sql, unit, name, change, 50));
        if (future.cancel(true)) {
            refused.add(unit);
        } else {
            future.join();
            acknowledged.add(unit);
        }
    }

    private int run(Sql sql, String unit, String name, int change, int kind) throws InterruptedException {
        sql.afterCommit(() -> effects.add(unit));
        long value = sql.first(
                        "INSERT INTO balance (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value "
                                + "RETURNING value",
                        row -> row.integer("value"),
                        name,
                        change)
                .orElseThrow();
        if (kind > 90) {
            throw new DeliberateException();
        }
        if (kind == 90) {
            new CountDownLatch(1).await(); // until it is interrupted for its limit
        }
        if (kind == 89) {
            sql.update("INSERT INTO balance (name, value) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                    + "SELECT 'n' || x, x FROM n");
        }
        return sql.update("INSERT INTO note (unit, name, change, value) VALUES (?, ?, ?, ?)", unit, name, change, value);
    }

    private void compare(Sql sql) {
        Map<String, Long> model = new HashMap<>();
        Set<String> noted = ConcurrentHashMap.newKeySet();
        sql.each("SELECT unit, name, change, value FROM note ORDER BY number", row -> {
            long expected = model.merge(row.text("name"), row.integer("change"), Long::sum);
            assertThat(row.integer("value")).as("what unit %s saw", row.text("unit")).isEqualTo(expected);
            noted.add(row.text("unit"));
        });
        Map<String, Long> stored = new HashMap<>();
        sql.each("SELECT name, value FROM balance", row -> stored.put(row.text("name"), row.integer("value")));
        assertThat(stored).isEqualTo(model);
        assertThat(noted).containsAll(acknowledged).doesNotContainAnyElementsOf(refused);
        assertThat(effects).isEqualTo(noted);
        assertThat(acknowledged.size()).isGreaterThan(CALLERS * UNITS_OF_EACH / 2);
        assertThat(refused).isNotEmpty();
    }
}
