package dev.fazt.host.plugin;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Watches whether the classes of plugins that have stopped are given back, and names what may hold them. Thread-safe. */
final class LeakWatch {
    private final ConcurrentLinkedQueue<Unloaded> unloaded = new ConcurrentLinkedQueue<>();
    private final Clock clock;

    private record Unloaded(String id, String version, Instant since, WeakReference<JarClassLoader> loader) {}

    /**
     * Is a generation that should be gone.
     *
     * @param holder what may hold it
     */
    record Leak(String id, String version, Instant stopped, String holder) {}

    LeakWatch(Clock clock) {
        this.clock = clock;
    }

    /** Expects the classes of a generation to be given back from now on. */
    void expect(Generation generation) {
        unloaded.removeIf(entry -> entry.loader.refersTo(null));
        unloaded.add(new Unloaded(
                generation.id(),
                generation.manifest().version(),
                clock.instant(),
                new WeakReference<>(generation.jar().classLoader())));
    }

    /** Has the garbage collected, and returns what is still there. */
    List<Leak> leaks() {
        System.gc();
        List<Leak> leaks = new ArrayList<>();
        for (Unloaded entry : unloaded) {
            JarClassLoader loader = entry.loader.get();
            if (loader != null) {
                leaks.add(new Leak(entry.id, entry.version, entry.since, Holders.of(loader)));
            }
        }
        unloaded.removeIf(entry -> entry.loader.refersTo(null));
        return leaks;
    }
}
