package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads through the engine on a real file. */
class StorageEngineTest {
    @TempDir
    Path folder;

    private StorageEngine engine;
    private StorageEngine.Lane lane;

    @BeforeEach
    void start() {
        engine = StorageEngine.start(DataFile.open(folder.resolve("data.db")));
        lane = engine.lane("test");
        lane.write(sql -> sql.update("CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT"));
        lane.write(sql -> sql.update("INSERT INTO counter (name, value) VALUES ('a', 0)"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        engine.close();
    }

    private long value() {
        return lane.read(sql -> sql.first("SELECT value FROM counter WHERE name = 'a'", row -> row.integer("value"))
                .orElseThrow());
    }

    @Nested
    class GroupCommit {
        @Test
        void loses_no_increment_of_ten_thousand_virtual_threads_and_shares_commits() throws Exception {
            long commits = engine.metrics().commits();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    all.add(threads.submit(
                            () -> lane.write(sql -> sql.update("UPDATE counter SET value = value + 1 WHERE name = 'a'"))));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            assertThat(value()).isEqualTo(10_000);
            assertThat(engine.metrics().commits() - commits).isLessThan(5_000);
        }

        @Test
        void undoes_alone_the_unit_that_throws_even_in_a_shared_transaction() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            var blocker = lane.submit(sql -> {
                go.await();
                return 0;
            });
            var good = lane.submit(sql -> sql.update("UPDATE counter SET value = value + 1 WHERE name = 'a'"));
            var bad = lane.submit(sql -> {
                sql.update("UPDATE counter SET value = value + 100 WHERE name = 'a'");
                throw new IllegalArgumentException("no");
            });
            var overflow = lane.submit(sql -> {
                sql.update("UPDATE counter SET value = value + 1000 WHERE name = 'a'");
                return recurse(1);
            });
            var last = lane.submit(sql -> sql.update("UPDATE counter SET value = value + 1 WHERE name = 'a'"));
            go.countDown();
            blocker.get();
            good.get();
            last.get();
            assertThatThrownBy(bad::get).hasRootCauseMessage("no");
            assertThatThrownBy(overflow::get).hasCauseInstanceOf(StackOverflowError.class);
            assertThat(value()).isEqualTo(2);
        }

        private int recurse(int depth) {
            return depth < 0 ? 0 : recurse(Math.addExact(depth, 1)) + 1;
        }

        @Test
        void survives_an_interrupt_from_a_unit() {
            lane.write(sql -> {
                Thread.currentThread().interrupt();
                return 0;
            });
            lane.write(sql -> sql.update("UPDATE counter SET value = 7"));
            assertThat(value()).isEqualTo(7);
        }

        @Test
        void runs_effects_only_after_a_commit() {
            AtomicInteger effects = new AtomicInteger();
            assertThatThrownBy(() -> lane.write(sql -> {
                        sql.afterCommit(effects::incrementAndGet);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(effects).hasValue(0);
            lane.write(sql -> {
                sql.afterCommit(effects::incrementAndGet);
                return 0;
            });
            assertThat(effects).hasValue(1);
        }

        @Test
        void refuses_a_write_from_within_a_unit_instead_of_waiting_forever() {
            assertThatThrownBy(() -> lane.write(sql -> lane.write(inner -> 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not write through the storage");
        }

        @Test
        void keeps_what_it_accepted_when_it_closes() throws Exception {
            List<Future<Integer>> accepted = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                accepted.add(lane.submit(sql -> sql.update("UPDATE counter SET value = value + 1")));
            }
            engine.close();
            for (Future<Integer> one : accepted) {
                assertThat(one.get()).isEqualTo(1);
            }
            startAgain();
            assertThat(value()).isEqualTo(500);
        }

        private void startAgain() {
            engine = StorageEngine.start(DataFile.open(folder.resolve("data.db")));
            lane = engine.lane("test");
        }
    }

    @Nested
    class Readers {
        @Test
        void can_not_write() {
            assertThatThrownBy(() -> lane.read(sql -> sql.update("UPDATE counter SET value = 1")))
                    .hasMessageContaining("readonly");
            assertThat(value()).isZero();
        }

        @Test
        void see_one_snapshot_throughout() {
            List<Long> seen = lane.read(sql -> {
                List<Long> values = new ArrayList<>();
                values.add(sql.first("SELECT value FROM counter", row -> row.integer("value")).orElseThrow());
                lane.write(writing -> writing.update("UPDATE counter SET value = 5"));
                values.add(sql.first("SELECT value FROM counter", row -> row.integer("value")).orElseThrow());
                return values;
            });
            assertThat(seen).containsExactly(0L, 0L);
            assertThat(value()).isEqualTo(5);
        }
    }

    @Nested
    class SchemaHistory {
        private final Migration first = new Migration(1, "notes", "CREATE TABLE note (id TEXT PRIMARY KEY) STRICT; INSERT INTO note VALUES ('a');");

        private Migrations migrations() {
            return new Migrations(engine.lane("host"), Clock.systemUTC());
        }

        @Test
        void runs_each_script_once() {
            migrations().migrate("notes", List.of(first));
            migrations().migrate("notes", List.of(first, new Migration(2, "more", "INSERT INTO note VALUES ('b');")));
            assertThat(lane.<Long>read(sql -> sql.first("SELECT COUNT(*) AS n FROM note", row -> row.integer("n")).orElseThrow()))
                    .isEqualTo(2);
        }

        @Test
        void refuses_a_script_that_changed() {
            migrations().migrate("notes", List.of(first));
            assertThatThrownBy(() -> migrations().migrate("notes", List.of(new Migration(1, "notes", "SELECT 1;"))))
                    .hasMessageContaining("001_notes of 'notes' was changed after it ran");
        }

        @Test
        void refuses_to_touch_a_table_of_another_plugin_and_changes_nothing() {
            migrations().migrate("notes", List.of(first));
            assertThatThrownBy(() -> migrations().migrate("thief", List.of(new Migration(1, "steal", "DROP TABLE note;"))))
                    .hasMessageContaining("belongs to 'notes'");
            assertThat(lane.<Long>read(sql -> sql.first("SELECT COUNT(*) AS n FROM note", row -> row.integer("n")).orElseThrow()))
                    .isEqualTo(1);
        }

        @Test
        void undoes_all_of_a_script_that_fails() {
            assertThatThrownBy(() -> migrations().migrate(
                            "half", List.of(new Migration(1, "half", "CREATE TABLE half (id TEXT) STRICT; nonsense;"))))
                    .isInstanceOf(RuntimeException.class);
            assertThat(lane.<Long>read(sql -> sql.first(
                                    "SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'half'", row -> row.integer("n"))
                            .orElseThrow()))
                    .isZero();
        }
    }
}
