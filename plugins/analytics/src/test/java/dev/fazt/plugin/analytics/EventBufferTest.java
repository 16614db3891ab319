package dev.fazt.plugin.analytics;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventBufferTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(5);

    /** Keeps batches in a list, once it is allowed to, and fails as often as it is told. */
    private static final class ListSink implements EventBuffer.Sink<Integer> {
        final List<List<Integer>> prepared = new CopyOnWriteArrayList<>();
        final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        final Semaphore attempts = new Semaphore(0);
        final Semaphore allowed = new Semaphore(0);
        final Semaphore written = new Semaphore(0);
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public Runnable prepare(List<Integer> batch) {
            prepared.add(List.copyOf(batch));
            return () -> {
                attempts.release();
                allowed.acquireUninterruptibly();
                if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new IllegalStateException("the list is not willing");
                }
                batches.add(List.copyOf(batch));
                written.release();
            };
        }

        List<Integer> items() {
            return batches.stream().flatMap(List::stream).toList();
        }
    }

    private final ListSink sink = new ListSink();

    private EventBuffer<Integer> started(int capacity, int enough, int batch, Duration age, Duration patience) {
        var buffer = new EventBuffer<>(
                sink, new EventBuffer.Limits(capacity, enough, batch, age, patience, SHORT, Duration.ofSeconds(10)));
        buffer.start();
        return buffer;
    }

    @Nested
    class Writing {
        @Test
        void waits_for_company_but_not_for_long() throws Exception {
            sink.allowed.release(100);
            try (var buffer = started(100, 50, 50, SHORT, LONG)) {
                buffer.add(1);
                assertThat(sink.written.tryAcquire(20, SECONDS)).isTrue();
                assertThat(sink.items()).containsExactly(1);
            }
        }

        @Test
        void starts_at_once_when_enough_is_waiting() throws Exception {
            sink.allowed.release(100);
            try (var buffer = started(100, 10, 50, LONG, LONG)) {
                IntStream.range(0, 10).forEach(buffer::add);
                assertThat(sink.written.tryAcquire(20, SECONDS)).isTrue();
                assertThat(sink.batches).containsExactly(IntStream.range(0, 10).boxed().toList());
            }
        }

        @Test
        void cuts_what_is_waiting_into_batches_in_its_order() {
            sink.allowed.release(100);
            try (var buffer = started(100, 50, 4, LONG, LONG)) {
                IntStream.range(0, 10).forEach(buffer::add);
            }
            List<List<Integer>> cut = List.of(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9));
            assertThat(sink.prepared).isEqualTo(cut);
            // Two write at the same time, so that the batches may overtake each other then.
            assertThat(sink.batches).containsExactlyInAnyOrderElementsOf(cut);
        }

        @Test
        void repeats_a_batch_that_failed_until_it_succeeds() throws Exception {
            sink.allowed.release(100);
            sink.failures.set(3);
            try (var buffer = started(100, 2, 50, LONG, LONG)) {
                buffer.add(1);
                buffer.add(2);
                assertThat(sink.written.tryAcquire(20, SECONDS)).isTrue();
            }
            assertThat(sink.attempts.availablePermits()).isEqualTo(4);
            assertThat(sink.batches).containsExactly(List.of(1, 2));
        }
    }

    @Nested
    class Full {
        @Test
        void holds_back_who_adds_until_there_is_room() throws Exception {
            try (var buffer = started(4, 4, 4, LONG, LONG)) {
                IntStream.range(0, 4).forEach(buffer::add);
                sink.attempts.acquire();
                var done = new CountDownLatch(1);
                Thread late = Thread.startVirtualThread(() -> {
                    buffer.add(4);
                    done.countDown();
                });
                // What is being written is still held: there is no room yet.
                assertThat(buffer.held()).isEqualTo(4);
                assertThat(done.getCount()).isEqualTo(1);
                sink.allowed.release(100);
                assertThat(done.await(20, SECONDS)).isTrue();
                late.join();
            }
            assertThat(sink.items()).containsExactly(0, 1, 2, 3, 4);
        }

        @Test
        void lets_who_waited_too_long_write_alone() throws Exception {
            try (var buffer = started(2, 2, 2, LONG, SHORT)) {
                buffer.add(0);
                buffer.add(1);
                sink.attempts.acquire();
                Thread impatient = Thread.startVirtualThread(() -> buffer.add(2));
                // A second attempt while the first is still being written can only be the impatient one's own.
                assertThat(sink.attempts.tryAcquire(20, SECONDS)).isTrue();
                sink.allowed.release(100);
                impatient.join();
            }
            assertThat(sink.items()).containsExactlyInAnyOrder(0, 1, 2);
        }

        @Test
        void loses_nothing_of_many_threads() throws Exception {
            sink.allowed.release(1_000_000);
            var threads = new ArrayList<Thread>();
            try (var buffer = started(64, 16, 32, SHORT, LONG)) {
                for (int t = 0; t < 20; t++) {
                    int first = t * 1_000;
                    threads.add(Thread.startVirtualThread(
                            () -> IntStream.range(first, first + 1_000).forEach(buffer::add)));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertThat(sink.items()).hasSize(20_000).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Closing {
        @Test
        void writes_what_is_left() {
            sink.allowed.release(100);
            var buffer = started(100, 50, 50, LONG, LONG);
            IntStream.range(0, 5).forEach(buffer::add);
            buffer.close();
            assertThat(sink.items()).containsExactly(0, 1, 2, 3, 4);
            assertThat(buffer.held()).isZero();
        }

        @Test
        void still_writes_what_comes_late() {
            sink.allowed.release(100);
            var buffer = started(100, 50, 50, LONG, LONG);
            buffer.close();
            buffer.add(7);
            assertThat(sink.items()).containsExactly(7);
        }

        @Test
        void tells_who_comes_late_that_the_storage_refused() {
            sink.allowed.release(100);
            var buffer = started(100, 50, 50, LONG, LONG);
            buffer.close();
            sink.failures.set(1);
            assertThatThrownBy(() -> buffer.add(7)).hasMessage("the list is not willing");
        }

        @Test
        void tries_again_while_closing() {
            sink.allowed.release(100);
            sink.failures.set(2);
            var buffer = started(100, 50, 50, LONG, LONG);
            buffer.add(1);
            buffer.close();
            assertThat(sink.items()).containsExactly(1);
        }
    }
}
