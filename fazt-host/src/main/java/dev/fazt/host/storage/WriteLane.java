package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Is a bounded queue into the writer. Many threads put, the writer alone takes.
 *
 * <p>The bound is a semaphore beside the queue: a put costs two uncontended atomic operations, and waits only when the lane is
 * full.
 */
final class WriteLane extends Share {
    static final int CAPACITY = 8_192;

    private final String name;
    private final Semaphore room = new Semaphore(CAPACITY);
    private final Queue<WorkUnit<?>> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param name as users know it, for messages
     */
    WriteLane(String name, ShareGroup parent) {
        super(parent);
        this.name = name;
    }

    /** Puts a unit, and waits for room until the deadline. */
    void put(WorkUnit<?> unit, Duration deadline) {
        try {
            if (!room.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw FaztException.busy(
                        "the write lane of '%s' stayed full for %d ms: try again later".formatted(name, deadline.toMillis()),
                        Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FaztException.busy("interrupted while waiting for the write lane", Duration.ofSeconds(1));
        }
        unit.from(this);
        waiting.add(unit);
        announce();
    }

    @Override
    @Nullable WorkUnit<?> poll() {
        WorkUnit<?> unit = waiting.poll();
        if (unit != null) {
            room.release();
        }
        return unit;
    }

    @Override
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int depth() {
        return CAPACITY - room.availablePermits();
    }
}
