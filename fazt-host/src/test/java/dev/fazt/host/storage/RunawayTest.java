package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gives the storage work that does not end, in every way that a plugin can think of. */
class RunawayTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) AS c FROM n";
    private static final StorageSettings IMPATIENT = new StorageSettings(
            StorageSettings.Synchronous.FULL, 2, Duration.ofMillis(200), Duration.ofMillis(200), 8 << 20);

    @TempDir
    Path folder;

    private final AtomicBoolean released = new AtomicBoolean();
    private OpenStorage open;
    private PluginStorage lane;

    @BeforeEach
    void start() {
        open = new OpenStorage(folder, IMPATIENT);
        lane = open.lane;
    }

    @AfterEach
    void stop() throws InterruptedException {
        released.set(true);
        open.close();
    }

    private static long endless(Sql sql) {
        return sql.first(ENDLESS, row -> row.integer("c")).orElseThrow();
    }

    /** Deaf to every interrupt. */
    private int spin() {
        while (!released.get()) {
            Thread.onSpinWait();
        }
        return 0;
    }

    private static void assertStopped(ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(thrown -> {
            Throwable failure = thrown instanceof ExecutionException wrapped ? wrapped.getCause() : thrown;
            assertThat(failure)
                    .hasMessageContaining("it was stopped")
                    .hasMessageContaining("nothing was changed")
                    .asInstanceOf(InstanceOfAssertFactories.type(FaztException.class))
                    .extracting(FaztException::fault)
                    .isInstanceOf(Fault.Busy.class);
        });
    }

    /** Runs the unit between two increments in one transaction; both must survive it. */
    private void runsBetweenOthers(CompletableFuture<?> before, CompletableFuture<?> runaway, CompletableFuture<?> after)
            throws Exception {
        assertStopped(runaway::get);
        before.get();
        after.get();
        open.increment();
        assertThat(open.value()).isEqualTo(3);
    }

    @Nested
    class Writes {
        private CompletableFuture<Integer> increment() {
            return lane.submit(OpenStorage::increment);
        }

        /** Keeps the writer busy, so that what is handed in meanwhile shares a transaction. */
        private void inOneTransaction(Runnable handIn) throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            var blocker = lane.submit(sql -> {
                go.await();
                return 0;
            });
            handIn.run();
            go.countDown();
            blocker.get();
        }

        @Test
        void an_endless_query_is_interrupted_and_its_neighbours_are_stored() throws Exception {
            var units = new CompletableFuture<?>[3];
            inOneTransaction(() -> {
                units[0] = increment();
                units[1] = lane.submit(RunawayTest::endless);
                units[2] = increment();
            });
            runsBetweenOthers(units[0], units[1], units[2]);
        }

        @Test
        void an_endless_insert_which_takes_the_transaction_with_it_is_left_out_when_the_others_are_repeated() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger effects = new AtomicInteger();
            var units = new CompletableFuture<?>[3];
            inOneTransaction(() -> {
                units[0] = lane.submit(sql -> {
                    runs.incrementAndGet();
                    sql.afterCommit(effects::incrementAndGet);
                    return OpenStorage.increment(sql);
                });
                units[1] = lane.submit(sql -> sql.update(
                        "INSERT INTO counter (name, value) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                                + "SELECT 'n' || x, x FROM n"));
                units[2] = increment();
            });
            runsBetweenOthers(units[0], units[1], units[2]);
            assertThat(runs).hasValue(2);
            assertThat(effects).hasValue(1);
        }

        @Test
        void several_that_take_the_transaction_with_them_cost_nobody_else_anything() throws Exception {
            String endless = "INSERT INTO counter (name, value) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                    + "SELECT 'n' || x, x FROM n";
            List<CompletableFuture<Integer>> good = new ArrayList<>();
            List<CompletableFuture<Integer>> bad = new ArrayList<>();
            inOneTransaction(() -> {
                for (int i = 0; i < 3; i++) {
                    good.add(increment());
                    bad.add(lane.submit(sql -> sql.update(endless)));
                }
                good.add(increment());
                bad.add(lane.submit(sql -> spin()));
                good.add(increment());
            });
            for (var one : bad) {
                assertStopped(one::get);
            }
            for (var one : good) {
                one.get();
            }
            assertThat(open.value()).isEqualTo(5);
        }

        @Test
        void a_unit_that_sleeps_is_woken_and_rolled_back() throws Exception {
            var units = new CompletableFuture<?>[3];
            inOneTransaction(() -> {
                units[0] = increment();
                units[1] = lane.submit(sql -> {
                    OpenStorage.increment(sql);
                    new CountDownLatch(1).await();
                    return 0;
                });
                units[2] = increment();
            });
            runsBetweenOthers(units[0], units[1], units[2]);
        }

        @Test
        void a_unit_that_swallows_the_interrupt_and_ends_is_rolled_back_all_the_same() throws Exception {
            var units = new CompletableFuture<?>[3];
            inOneTransaction(() -> {
                units[0] = increment();
                units[1] = lane.submit(sql -> {
                    OpenStorage.increment(sql);
                    try {
                        endless(sql);
                    } catch (FaztException e) {
                        return 1;
                    }
                    return 0;
                });
                units[2] = increment();
            });
            runsBetweenOthers(units[0], units[1], units[2]);
        }

        @Test
        void a_unit_that_spins_for_ever_is_left_behind_and_the_writer_is_replaced() throws Exception {
            var units = new CompletableFuture<?>[3];
            inOneTransaction(() -> {
                units[0] = increment();
                units[1] = lane.submit(sql -> {
                    OpenStorage.increment(sql);
                    spin();
                    return OpenStorage.increment(sql);
                });
                units[2] = increment();
            });
            runsBetweenOthers(units[0], units[1], units[2]);
            assertThat(open.engine.metrics().retiredThreads()).isEqualTo(1);
        }

        @Test
        void an_effect_that_spins_for_ever_spoils_neither_its_own_write_nor_others() throws Exception {
            var units = new CompletableFuture<?>[2];
            inOneTransaction(() -> {
                units[0] = lane.submit(sql -> {
                    sql.afterCommit(RunawayTest.this::spin);
                    return OpenStorage.increment(sql);
                });
                units[1] = increment();
            });
            units[0].get();
            units[1].get();
            assertThat(open.value()).isEqualTo(2);
        }

        @Test
        void closing_while_a_unit_spins_stores_what_was_accepted_after_it() throws Exception {
            var runaway = lane.submit(sql -> spin());
            var accepted = increment();
            open.close();
            assertStopped(runaway::get);
            accepted.get();
            open = new OpenStorage(folder, IMPATIENT);
            assertThat(open.value()).isEqualTo(1);
        }

        @Test
        void runaways_one_after_another_stop_nobody_else() throws Exception {
            for (int i = 0; i < 3; i++) {
                var runaway = lane.submit(sql -> spin());
                var neighbour = increment();
                assertStopped(runaway::get);
                neighbour.get();
            }
            assertThat(open.value()).isEqualTo(3);
        }
    }

    @Nested
    class Reads {
        @Test
        void an_endless_query_is_interrupted() {
            assertStopped(() -> lane.read(RunawayTest::endless));
            assertThat(open.value()).isZero();
        }

        @Test
        void a_caller_that_gives_up_earlier_ends_its_read() {
            assertStopped(() -> lane.within(Duration.ofMillis(150)).read(RunawayTest::endless));
            assertThat(open.value()).isZero();
        }

        @Test
        void readers_that_spin_for_ever_are_replaced() {
            for (int i = 0; i < 3; i++) {
                assertStopped(() -> lane.read(sql -> spin()));
            }
            assertThat(open.value()).isZero();
            assertThat(open.engine.metrics().retiredThreads()).isEqualTo(3);
        }
    }

    @Nested
    class LongReads {
        @Test
        void one_that_holds_back_the_log_past_its_limit_is_ended_and_the_log_begins_anew() throws Exception {
            open.close();
            open = new OpenStorage(folder, new StorageSettings(
                    StorageSettings.Synchronous.FULL, 2, Duration.ofMinutes(1), Duration.ofMinutes(1), 8 << 20));
            lane = open.lane;
            CountDownLatch reading = new CountDownLatch(1);
            var reader = CompletableFuture.supplyAsync(() -> lane.within(Duration.ofMinutes(1)).read(sql -> {
                sql.first("SELECT value FROM counter", row -> row.integer("value"));
                reading.countDown();
                new CountDownLatch(1).await();
                return 0;
            }));
            reading.await();
            fillUntilLogIs(true, 8 << 20);
            assertThatThrownBy(reader::join).hasMessageContaining("it was stopped, since its snapshot holds the write-ahead log back");
            fillUntilLogIs(false, 8 << 20);
            assertThat(open.value()).isZero();
        }

        private void fillUntilLogIs(boolean larger, long bytes) {
            while (open.engine.metrics().walBytes() > bytes != larger) {
                lane.write(sql -> sql.update("INSERT INTO filler (content) VALUES (?)", new byte[64 << 10]));
            }
        }
    }
}
