package dev.fazt.plugin.analytics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what many threads add and has two threads write it in batches: soon, in large pieces, and without loss.
 *
 * <p>A batch is written when enough is waiting or the oldest has waited long enough. A batch that fails is tried again until it
 * succeeds. Who adds to a full buffer waits; who has waited too long writes alone. What is being written still counts as held,
 * so the memory is bounded too.
 *
 * <p>While one thread waits for the storage, the other makes the next batch ready: with one, visitors had to wait at some 35,000
 * views per second. Batches are made ready in their order, and may overtake each other only on the way to the storage.
 *
 * <p>Thread-safe. The threads run from {@link #start} to {@link #close}, which writes the rest.
 */
final class EventBuffer<T> implements AutoCloseable {

    /** Takes batches to where they are kept. */
    interface Sink<T> {
        /**
         * Makes a batch ready to be written. Called by several threads at once.
         *
         * @return writes it; may be run again after a failure, and keeps the batch once however often it is run
         */
        Runnable prepare(List<T> batch);
    }

    /**
     * Bounds a buffer.
     *
     * @param capacity how many are held at most
     * @param enough how many waiting start a batch at once
     * @param batch how many are written together at most
     * @param age how long the first may wait for others
     * @param patience how long one who adds waits for room
     * @param retry how long to wait after a failure, doubled each time up to {@code patience}
     * @param farewell how long closing tries to write the rest
     */
    record Limits(
            int capacity, int enough, int batch, Duration age, Duration patience, Duration retry, Duration farewell) {
        static final Limits USUAL = new Limits(
                8_192,
                1_000,
                2_000,
                Duration.ofMillis(400),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(8));
    }

    private static final int WRITERS = 2;
    private static final Logger log = LoggerFactory.getLogger(EventBuffer.class);

    private final Sink<T> sink;
    private final Limits limits;
    /** Those who wait keep their place in its queue; a condition would send them back to the end at each awakening. */
    private final Semaphore room;

    /** Is held by who takes a batch until it is ready. */
    private final ReentrantLock order = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private final List<Thread> writers = new ArrayList<>();
    private int writing;
    private boolean closing;
    private long closeBy;

    EventBuffer(Sink<T> sink) {
        this(sink, Limits.USUAL);
    }

    EventBuffer(Sink<T> sink, Limits limits) {
        this.sink = sink;
        this.limits = limits;
        this.room = new Semaphore(limits.capacity());
        // Platform threads: they must make room also while every carrier of virtual threads is busy filling the buffer.
        for (int i = 1; i <= WRITERS; i++) {
            writers.add(Thread.ofPlatform().daemon().name("analytics-writer-" + i).unstarted(this::run));
        }
    }

    void start() {
        writers.forEach(Thread::start);
    }

    /** Adds one; waits while the buffer is full. What this throws was not kept. */
    void add(T item) {
        if (!offer(item)) {
            sink.prepare(List.of(item)).run();
        }
    }

    private boolean offer(T item) {
        try {
            if (!room.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        lock.lock();
        try {
            if (closing) {
                room.release();
                return false;
            }
            waiting.add(item);
            // Who takes sleeps until the first, and then until enough: to be woken for each would cost more than adding. All are
            // woken, since another may rest after a failure.
            if (waiting.size() == 1 || waiting.size() == limits.enough()) {
                filled.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Is a batch on its way; ready unless that failed, and then made so when it is written. */
    private record Taken<T>(List<T> batch, @Nullable Runnable ready) {}

    private void run() {
        try {
            for (Taken<T> taken = take(); !taken.batch().isEmpty(); taken = take()) {
                write(taken);
                written(taken.batch().size());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts these threads but a host that gives up on the plugin: close() says what was left.
            Thread.currentThread().interrupt();
        }
    }

    private Taken<T> take() throws InterruptedException {
        order.lockInterruptibly();
        try {
            List<T> batch = next();
            return new Taken<>(batch, batch.isEmpty() ? null : prepared(batch));
        } finally {
            order.unlock();
        }
    }

    private @Nullable Runnable prepared(List<T> batch) {
        try {
            return sink.prepare(batch);
        } catch (Throwable e) {
            log.warn("{} events could not be made ready, trying again", batch.size(), e);
            return null;
        }
    }

    /** Waits for the next batch; it is empty when there will be none. */
    private List<T> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closing) {
                filled.await();
            }
            long age = limits.age().toNanos();
            while (waiting.size() < limits.enough() && !closing && age > 0) {
                age = filled.awaitNanos(age);
            }
            var batch = new ArrayList<T>(Math.min(waiting.size(), limits.batch()));
            while (!waiting.isEmpty() && batch.size() < limits.batch()) {
                batch.add(waiting.remove());
            }
            writing += batch.size();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(Taken<T> taken) throws InterruptedException {
        List<T> batch = taken.batch();
        @Nullable Runnable prepared = taken.ready();
        Duration pause = limits.retry();
        for (int attempt = 1; ; attempt++) {
            try {
                prepared = prepared == null ? sink.prepare(batch) : prepared;
                prepared.run();
                return;
            } catch (Throwable e) {
                // Whatever it is: if the threads ended, nobody would make room any more.
                if (attempt == 1) {
                    log.warn("{} events could not be written, trying again until they are", batch.size(), e);
                }
                rest(pause);
                pause = pause.multipliedBy(2).compareTo(limits.patience()) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    /** Waits before the next attempt; ends the thread if it is too late for one. */
    private void rest(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closing && System.nanoTime() - closeBy >= 0) {
                throw new InterruptedException("closed while the events could not be written");
            }
            // Closing wakes who rests: from then on there is no time for long pauses.
            boolean hurry = closing;
            long left = hurry ? limits.retry().toNanos() : pause.toNanos();
            while (left > 0 && closing == hurry) {
                left = filled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void written(int count) {
        lock.lock();
        try {
            room.release(count);
            writing -= count;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is left, and ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            closeBy = System.nanoTime() + limits.farewell().toNanos();
            filled.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            long until = System.nanoTime() + limits.farewell().plus(limits.retry()).toNanos();
            for (Thread writer : writers) {
                writer.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            // Whoever closes us waits no longer; the writers go on until their own deadline.
            Thread.currentThread().interrupt();
        }
        int left = held();
        if (left > 0) {
            log.error("{} events were not written: the storage did not take them within {}", left, limits.farewell());
        }
    }

    /** Returns how many are waiting or being written. */
    int held() {
        lock.lock();
        try {
            return waiting.size() + writing;
        } finally {
            lock.unlock();
        }
    }
}
