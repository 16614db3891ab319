package dev.fazt.host.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the reads that wait, so many of each plugin, and hands them out in turn. A plugin gets all readers but one at most, so that its long
 * queries leave one to the others. Thread-safe.
 */
final class ReadQueue {
    private static final int CAPACITY = 8_192;

    private final int mostOfOnePlugin;
    private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();
    private final Map<String, OfPlugin> byPlugin = new HashMap<>();
    private final Queue<OfPlugin> round = new ArrayDeque<>();
    /** Takes what is put without a lock; whoever takes next sorts it in. */
    private final Queue<WorkUnit<?>> arrived = new ConcurrentLinkedQueue<>();

    private volatile int idle;
    private boolean closed;

    /** Are the reads of one plugin. It stands in the round while it has reads to start and may start them. */
    private static final class OfPlugin {
        private final Queue<WorkUnit<?>> waiting = new ArrayDeque<>();
        private int running;
        private boolean inRound;
    }

    ReadQueue(int readers) {
        this.mostOfOnePlugin = Math.max(1, readers - 1);
    }

    /** Puts a read; false if there was no room until the deadline. */
    boolean offer(WorkUnit<?> unit, Duration deadline) throws InterruptedException {
        if (!room(unit).tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        arrived.add(unit);
        if (idle > 0) {
            wakeOne();
        }
        return true;
    }

    private Semaphore room(WorkUnit<?> unit) {
        return rooms.computeIfAbsent(unit.plugin(), name -> new Semaphore(CAPACITY));
    }

    private synchronized void wakeOne() {
        notify();
    }

    /** Takes the next read that nobody has given up, and waits for one; null when the queue is closed. */
    synchronized @Nullable WorkUnit<?> take() throws InterruptedException {
        while (!closed) {
            WorkUnit<?> unit = next();
            if (unit != null) {
                return unit;
            }
            idle++;
            try {
                // What arrived before this reader counted as idle woke nobody: look once more.
                if (arrived.isEmpty()) {
                    wait();
                }
            } finally {
                idle--;
            }
        }
        return null;
    }

    private @Nullable WorkUnit<?> next() {
        for (WorkUnit<?> unit = arrived.poll(); unit != null; unit = arrived.poll()) {
            OfPlugin plugin = byPlugin.computeIfAbsent(unit.plugin(), name -> new OfPlugin());
            plugin.waiting.add(unit);
            list(plugin);
        }
        for (OfPlugin plugin = round.poll(); plugin != null; plugin = round.poll()) {
            plugin.inRound = false;
            WorkUnit<?> unit = plugin.waiting.poll();
            if (unit == null) {
                continue;
            }
            room(unit).release();
            boolean claimed = unit.claim();
            plugin.running += claimed ? 1 : 0;
            list(plugin);
            if (claimed) {
                return unit;
            }
        }
        return null;
    }

    private void list(OfPlugin plugin) {
        if (!plugin.inRound && !plugin.waiting.isEmpty() && plugin.running < mostOfOnePlugin) {
            plugin.inRound = true;
            round.add(plugin);
        }
    }

    /** Says that a read which was taken has ended. */
    synchronized void ended(WorkUnit<?> unit) {
        OfPlugin plugin = byPlugin.get(unit.plugin());
        if (plugin != null) {
            plugin.running--;
            list(plugin);
            if (plugin.running == 0 && plugin.waiting.isEmpty()) {
                byPlugin.remove(unit.plugin());
            }
            if (idle > 0 && !round.isEmpty()) {
                notify();
            }
        }
    }

    /** Returns how many reads wait. */
    int depth() {
        return rooms.values().stream().mapToInt(room -> CAPACITY - room.availablePermits()).sum();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
