package dev.fazt.host.observe;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with one clear line when its memory is truly short, instead of a server that does nothing but look for memory. What was
 * acknowledged is on disk, and whoever supervises the process starts it again.
 *
 * <p>One request that asks for too much is not that: it fails alone. Thread-safe.
 */
public final class MemoryGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGuard.class);
    /** Of the heap in use right after a full collection that followed a failure: a part of the rest is always set aside. */
    private static final double FULL = 0.75;
    /** Of the time spent in collections, for so long. */
    private static final double BUSY = 0.95;

    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int EXIT_CODE = 1;
    private static final String OWN_THREADS = "fazt-";
    private static final long PAUSE_NANOS = 1_000_000_000;

    /** Made in advance: there may be no memory for it when it is needed. */
    private static final byte[] LAST_WORDS = ("fazt: the memory that Java may use (%d MB) is full, and the server ends: what was acknowledged is on disk, "
                    + "and it can be started again. To give it more, set FAZT_JAVA_OPTS=-Xmx256m, or a number that fits the machine.\n")
            .formatted(Runtime.getRuntime().maxMemory() >> 20)
            .getBytes(StandardCharsets.UTF_8);

    private final AtomicLong lastLook = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
    private final Thread thread;

    public MemoryGuard() {
        thread = Thread.ofPlatform().name("fazt-memory").daemon().start(this::watch);
    }

    /**
     * Ends the process also when one of the host's own threads dies for want of memory: a server that lets nobody in any more, or writes
     * no more, is worse than one that is started again. They are told by their names. For the whole process, once.
     */
    public static void guardThreads() {
        Thread.UncaughtExceptionHandler otherwise = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((died, thrown) -> {
            if (died.getName().startsWith(OWN_THREADS) && isShortage(thrown)) {
                end();
            } else if (otherwise != null) {
                otherwise.uncaughtException(died, thrown);
            } else {
                LOG.error("the thread {} has ended", died.getName(), thrown);
            }
        });
    }

    /** Looks whether an error means that the memory is short, and then ends the process. */
    public void failed(Throwable thrown) {
        if (isShortage(thrown)) {
            look();
        }
    }

    private static boolean isShortage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private void look() {
        long last = lastLook.get();
        long now = System.nanoTime();
        // Many may fail at once: one look tells for all.
        if (now - last >= PAUSE_NANOS && lastLook.compareAndSet(last, now)) {
            System.gc();
            MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            if (heap.getUsed() > FULL * heap.getMax()) {
                end();
            }
        }
    }

    private void watch() {
        try {
            long busy = collecting();
            long begun = System.nanoTime();
            while (true) {
                Thread.sleep(WINDOW);
                long now = collecting();
                long ended = System.nanoTime();
                if (now - busy > BUSY * Duration.ofNanos(ended - begun).toMillis()) {
                    end();
                }
                busy = now;
                begun = ended;
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Returns how long collections have taken so far, in milliseconds. */
    private static long collecting() {
        long total = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            total += Math.max(0, collector.getCollectionTime());
        }
        return total;
    }

    private static void end() {
        System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
        System.err.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
