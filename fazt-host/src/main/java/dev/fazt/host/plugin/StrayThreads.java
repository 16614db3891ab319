package dev.fazt.host.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the threads that a plugin has started past its context and left running: platform threads, since Java lists no virtual ones. */
final class StrayThreads {
    private static final Logger LOG = LoggerFactory.getLogger(StrayThreads.class);
    private static final Duration GRACE = Duration.ofMillis(500);

    private StrayThreads() {}

    /** Returns the threads that belong to a class loader. */
    static List<Thread> of(JarClassLoader loader) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> belongs(entry.getKey(), entry.getValue(), loader))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean belongs(Thread thread, StackTraceElement[] stack, JarClassLoader loader) {
        if (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader) {
            return true;
        }
        for (StackTraceElement frame : stack) {
            if (loader.hasDefined(frame.getClassName())) {
                return true;
            }
        }
        return false;
    }

    /** Interrupts them, and leaves those that do not end. */
    static void end(JarClassLoader loader) {
        List<Thread> strays = of(loader).stream().filter(thread -> thread != Thread.currentThread()).toList();
        strays.forEach(Thread::interrupt);
        long until = System.nanoTime() + GRACE.toNanos();
        for (Thread stray : strays) {
            try {
                if (!stray.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                    LOG.warn("thread '{}' of a plugin that has stopped goes on", stray.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
