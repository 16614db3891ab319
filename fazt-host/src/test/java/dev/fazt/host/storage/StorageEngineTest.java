package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.Fault;
import dev.fazt.api.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Gives up, floods and reads through the engine on a real file. */
class StorageEngineTest extends EngineTestCase {
    @Nested
    class Deadlines {
        @Test
        void a_caller_that_gives_up_while_its_unit_waits_is_told_busy_and_the_unit_never_runs() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger runs = new AtomicInteger();
            var blocker = block(go);
            assertThatThrownBy(() -> lane.within(Duration.ofMillis(20)).write(sql -> runs.incrementAndGet()))
                    .satisfies(failure -> assertThat(faultOf(failure)).isInstanceOf(Fault.Busy.class));
            var cancelled = lane.submit(sql -> runs.incrementAndGet());
            assertThat(cancelled.cancel(false)).isTrue();
            var ended = lane.submit(sql -> runs.incrementAndGet());
            ended.completeExceptionally(new IllegalStateException("its caller has lost interest"));
            go.countDown();
            blocker.get();
            open.increment();
            assertThat(runs).hasValue(0);
        }

        @Test
        void a_caller_that_gives_up_while_its_unit_runs_is_told_that_the_outcome_is_unknown() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            assertThatThrownBy(() -> lane.within(Duration.ofSeconds(1)).write(sql -> {
                        go.await();
                        return OpenStorage.increment(sql);
                    }))
                    .satisfies(failure -> assertThat(faultOf(failure)).isInstanceOf(Fault.Unknown.class));
            go.countDown();
            open.increment();
            assertThat(open.value()).isEqualTo(2);
        }

        @Test
        void a_unit_that_runs_can_not_be_cancelled() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            var blocker = block(go);
            assertThat(blocker.cancel(true)).isFalse();
            go.countDown();
            assertThat(blocker.get()).isZero();
        }

        @Test
        void a_full_lane_makes_the_caller_wait_and_then_say_busy_while_other_lanes_have_room() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            var blocker = block(go);
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < WriteLane.CAPACITY; i++) {
                all.add(lane.submit(OpenStorage::increment));
            }
            assertThatThrownBy(() -> lane.within(Duration.ofMillis(20)).submit(OpenStorage::increment))
                    .hasMessageContaining("the write lane of 'test' stayed full")
                    .satisfies(failure -> assertThat(faultOf(failure).status()).isEqualTo(503));
            assertThat(open.engine.queueDepths()).containsEntry("test", WriteLane.CAPACITY);
            var ofSite = lane.forSite(new Site("blog")).within(Duration.ofMillis(20)).submit(OpenStorage::increment);
            var ofOther = open.engine.lane("other").submit(OpenStorage::increment);
            var ofControl = ControlPlaneWork.run(() -> lane.submit(OpenStorage::increment));
            assertThat(open.engine.queueDepths()).containsEntry("control", 1).containsEntry("other", 1);
            go.countDown();
            blocker.get();
            CompletableFuture.allOf(ofSite, ofOther, ofControl).get();
            open.increment();
            for (Future<Integer> one : all) {
                one.get();
            }
            assertThat(open.value()).isEqualTo(WriteLane.CAPACITY + 4);
        }
    }

    @Nested
    class Fairness {
        @Test
        void a_flood_of_a_hundred_thousand_units_in_one_lane_delays_another_by_little_more_than_a_batch() throws Exception {
            AtomicLong flooded = new AtomicLong();
            PluginStorage quiet = open.engine.lane("quiet");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> flood = new ArrayList<>();
                for (int i = 0; i < 100_000; i++) {
                    flood.add(threads.submit(() -> lane.within(Duration.ofMinutes(2)).write(sql -> {
                        flooded.incrementAndGet();
                        return OpenStorage.increment(sql);
                    })));
                }
                List<Long> delays = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    long before = flooded.get();
                    quiet.write(sql -> 0);
                    delays.add(flooded.get() - before);
                }
                // The batch that runs when it arrives, its own, and what is through before the caller looks. Its lane holds 8,192.
                assertThat(delays.stream().sorted().toList().get(delays.size() / 2)).isLessThan(2 * 1_024L);
                assertThat(flooded.get()).as("the flood still lasted").isLessThan(100_000);
                for (Future<?> one : flood) {
                    one.get();
                }
            }
            assertThat(open.value()).isEqualTo(100_000);
        }
    }

    @Nested
    class Readers {
        @Test
        void can_not_write() {
            assertThatThrownBy(() -> lane.read(OpenStorage::increment)).hasMessageContaining("readonly");
            assertThat(open.value()).isZero();
        }

        @Test
        void see_one_snapshot_throughout() {
            List<Long> seen = lane.read(sql -> {
                List<Long> values = new ArrayList<>();
                values.add(sql.first("SELECT value FROM counter", row -> row.integer("value")).orElseThrow());
                CompletableFuture.runAsync(open::increment).join();
                values.add(sql.first("SELECT value FROM counter", row -> row.integer("value")).orElseThrow());
                return values;
            });
            assertThat(seen).containsExactly(0L, 0L);
            assertThat(open.value()).isEqualTo(1);
        }

        @Test
        void of_one_plugin_leave_a_reader_to_the_others() throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> slow = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    slow.add(threads.submit(() -> lane.read(sql -> {
                        end.await();
                        return 1;
                    })));
                }
                assertThat(open.engine.lane("other").<Integer>read(sql -> 2)).isEqualTo(2);
                end.countDown();
                for (Future<Integer> one : slow) {
                    assertThat(one.get()).isEqualTo(1);
                }
            }
        }
    }
}
