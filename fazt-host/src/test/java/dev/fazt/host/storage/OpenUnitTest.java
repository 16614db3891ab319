package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Sql;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps one unit of work open while something goes on, as the start of a plugin does. */
class OpenUnitTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String ENDLESS =
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) AS c FROM n";

    @TempDir
    Path folder;

    private final AtomicBoolean released = new AtomicBoolean();
    private StorageEngine engine;
    private PluginStorage lane;
    private PluginStorage other;

    @BeforeEach
    void start() {
        // Transactions so long that whatever waits would join them.
        StorageSettings settings = new StorageSettings(
                StorageSettings.Synchronous.FULL, 2, Duration.ofMillis(300), Duration.ofSeconds(5), 8 << 20);
        long long20 = Duration.ofSeconds(20).toNanos();
        engine = StorageEngine.start(
                DataFile.open(folder.resolve("data.db")), settings, new GroupCommitWriter.Batching(1_024, long20, long20, true));
        new Migrations(engine.lane("test"), Clock.systemUTC()).migrate("test", List.of(new Migration(
                1, "line", "CREATE TABLE line (name TEXT NOT NULL PRIMARY KEY) STRICT; CREATE TABLE filler (content BLOB NOT NULL) STRICT;")));
        lane = engine.lane("test");
        other = engine.lane("other");
    }

    @AfterEach
    void stop() throws InterruptedException {
        released.set(true);
        engine.close();
    }

    private static int add(Sql sql, String name) {
        return sql.update("INSERT INTO line (name) VALUES (?)", name);
    }

    private static List<String> names(Sql sql) {
        return sql.query("SELECT name FROM line ORDER BY name", row -> row.text("name"));
    }

    private List<String> stored() {
        return other.read(OpenUnitTest::names);
    }

    private void open(Duration limit, PluginStorage.Meanwhile meanwhile) throws Exception {
        lane.asOneUnit(sql -> add(sql, "first"), limit, meanwhile, sql -> add(sql, "last"));
    }

    /** The writer must be free, and nothing of what failed may be there. */
    private void assertGoesOnWith(String... names) {
        other.write(sql -> add(sql, "z"));
        List<String> expected = new ArrayList<>(List.of(names));
        expected.add("z");
        assertThat(stored()).isEqualTo(expected);
        lane.write(sql -> sql.update("DELETE FROM line WHERE name = 'z'"));
    }

    @Nested
    class That_succeeds {
        @Test
        void stores_what_all_threads_did_together_and_shows_nothing_of_it_before() throws Exception {
            open(LONG, () -> {
                List<CompletableFuture<?>> all = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    String name = "%02d".formatted(i);
                    all.add(i % 2 == 0
                            ? lane.submit(sql -> add(sql, name))
                            : CompletableFuture.supplyAsync(() -> lane.write(sql -> add(sql, name))));
                    all.add(CompletableFuture.supplyAsync(() -> lane.read(sql -> names(sql).size())));
                }
                CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
                assertThat(lane.read(OpenUnitTest::names)).hasSize(51).contains("first");
                List<String> seen = lane.forSite(new Site("blog")).read(OpenUnitTest::names);
                assertThat(seen).hasSize(51);
                assertThat(stored()).isEmpty();
            });
            assertThat(stored()).hasSize(52).contains("first", "last", "00", "49");
            assertGoesOnWith(stored().toArray(String[]::new));
        }

        @Test
        void runs_the_effects_of_its_parts_once_and_after_the_commit() throws Exception {
            ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
            AtomicInteger ofTheFailed = new AtomicInteger();
            open(LONG, () -> {
                lane.write(sql -> {
                    sql.afterCommit(() -> CompletableFuture.supplyAsync(() -> stored().size()).thenAccept(seen::add).join());
                    return add(sql, "a");
                });
                assertThatThrownBy(() -> lane.write(sql -> {
                    sql.afterCommit(ofTheFailed::incrementAndGet);
                    throw new IllegalArgumentException("no luck");
                })).hasMessage("no luck");
                assertThat(seen).isEmpty();
            });
            assertThat(seen).containsExactly(3);
            assertThat(ofTheFailed).hasValue(0);
        }

        @Test
        void lets_a_part_fail_alone() throws Exception {
            open(LONG, () -> {
                lane.write(sql -> add(sql, "a"));
                assertThatThrownBy(() -> lane.write(sql -> {
                    add(sql, "b");
                    return add(sql, "a");
                })).isInstanceOf(FaztException.class).hasMessageContaining("UNIQUE");
                lane.write(sql -> add(sql, "c"));
            });
            assertGoesOnWith("a", "c", "first", "last");
        }

        @Test
        void lets_the_writes_of_others_wait_and_then_succeed() throws Exception {
            List<CompletableFuture<Integer>> waiting = new ArrayList<>();
            open(LONG, () -> {
                for (int i = 0; i < 20; i++) {
                    String name = "other %02d".formatted(i);
                    waiting.add(other.submit(sql -> add(sql, name)));
                    lane.write(sql -> add(sql, "own " + name));
                }
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
                assertThat(lane.read(OpenUnitTest::names)).noneMatch(name -> name.startsWith("other"));
            });
            CompletableFuture.allOf(waiting.toArray(CompletableFuture<?>[]::new)).join();
            assertThat(stored()).hasSize(42);
        }

        @Test
        void is_not_undone_by_what_comes_after_it() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            List<CompletableFuture<Long>> runaways = new ArrayList<>();
            open(LONG, () -> {
                runs.incrementAndGet();
                for (int i = 0; i < 3; i++) {
                    runaways.add(other.submit(sql -> {
                        add(sql, "runaway");
                        return sql.first(ENDLESS, row -> row.integer("c")).orElseThrow();
                    }));
                }
            });
            assertThat(runs).hasValue(1);
            for (CompletableFuture<Long> runaway : runaways) {
                assertThatThrownBy(runaway::get).hasMessageContaining("it was stopped");
            }
            assertGoesOnWith("first", "last");
        }
    }

    @Nested
    class That_fails {
        @Test
        void stores_nothing_whichever_of_its_steps_it_was() throws Exception {
            AtomicInteger effects = new AtomicInteger();
            IllegalStateException failure = new IllegalStateException("no luck");
            assertThatThrownBy(() -> open(LONG, () -> {
                lane.write(sql -> {
                    sql.afterCommit(effects::incrementAndGet);
                    return add(sql, "a");
                });
                throw failure;
            })).isSameAs(failure);
            assertThatThrownBy(() -> lane.asOneUnit(sql -> { throw failure; }, LONG, () -> released.set(true), sql -> 0)).isSameAs(failure);
            assertThat(released).as("went on although the first step had failed").isFalse();
            assertThatThrownBy(() -> lane.asOneUnit(sql -> add(sql, "a"), LONG, () -> lane.write(sql -> add(sql, "b")), sql -> { throw failure; }))
                    .isSameAs(failure);
            assertThatThrownBy(() -> open(LONG, () -> { throw new StackOverflowError("deep"); })).hasRootCauseMessage("deep");
            assertThat(effects).hasValue(0);
            assertGoesOnWith();
        }

        @Test
        void on_a_full_disk_answers_the_part_and_says_that_the_disk_is_full() throws Exception {
            ConcurrentLinkedQueue<Throwable> answers = new ConcurrentLinkedQueue<>();
            assertThatThrownBy(() -> open(LONG, () -> {
                lane.write(sql -> {
                    ((ConnectionSql) sql).pragma("max_page_count = 40");
                    return add(sql, "a");
                });
                CompletableFuture<Integer> tooMuch =
                        lane.submit(sql -> sql.update("INSERT INTO filler (content) VALUES (?)", (Object) new byte[1 << 20]));
                tooMuch.handle((result, thrown) -> answers.add(thrown)).join();
            })).hasMessageContaining("the disk is full and nothing was stored");
            assertThat(answers).singleElement().satisfies(thrown -> assertThat(thrown).hasMessageContaining("the disk is full"));
            assertGoesOnWith();
        }

        @Test
        void since_its_time_is_over_is_undone_although_what_goes_on_does_not_end() throws Exception {
            assertThatThrownBy(() -> open(SHORT, () -> {
                while (true) {
                    lane.write(sql -> sql.update("DELETE FROM filler")); // until it is refused
                }
            })).isInstanceOf(RuntimeException.class);
            assertGoesOnWith();
        }

        @Test
        void since_a_part_spins_leaves_it_behind() throws Exception {
            assertThatThrownBy(() -> open(SHORT, () -> lane.write(sql -> {
                add(sql, "a");
                while (!released.get()) {
                    Thread.onSpinWait();
                }
                return 0;
            }))).isInstanceOf(FaztException.class);
            assertGoesOnWith();
        }

        @Test
        void refuses_what_comes_later_through_the_same_unit_but_not_for_ever() throws Exception {
            CountDownLatch through = new CountDownLatch(1);
            assertThatThrownBy(() -> open(LONG, () -> {
                CompletableFuture<?> more = CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 200; i++) {
                        try {
                            lane.write(sql -> 0);
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessageContaining("the common unit of work ended");
                        }
                    }
                }).whenComplete((result, thrown) -> through.countDown());
                assertThat(more).isNotNull();
                lane.write(sql -> add(sql, "a"));
                throw new IllegalStateException("no luck");
            })).hasMessage("no luck");
            through.await();
            assertGoesOnWith();
        }
    }
}
