package dev.fazt.host.plugin;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.json.JsonMapper;

/** Watches whether the classes of plugins that have stopped are given back, and names what may hold them. Thread-safe. */
final class LeakWatch {
    private final ConcurrentLinkedQueue<Unloaded> unloaded = new ConcurrentLinkedQueue<>();
    private final Clock clock;
    private final JsonMapper json;

    private record Unloaded(String id, String version, Instant since, WeakReference<JarClassLoader> loader) {}

    /**
     * Is a generation that should be gone.
     *
     * @param holder what may hold it
     */
    record Leak(String id, String version, Instant stopped, String holder) {}

    LeakWatch(Clock clock, JsonMapper json) {
        this.clock = clock;
        this.json = json;
    }

    /** Lets the host's libraries forget the classes of plugins: they remember how each is read and written. */
    void forgetClasses() {
        json.clearCaches();
        JsonMapper.shared().clearCaches();
    }

    /** Expects the classes of a jar to be given back from now on. */
    void expect(PluginManifest manifest, JarClassLoader loader) {
        unloaded.removeIf(entry -> entry.loader.refersTo(null));
        unloaded.add(new Unloaded(manifest.id(), manifest.version(), clock.instant(), new WeakReference<>(loader)));
    }

    /** Has the garbage collected, and returns what is still there. */
    List<Leak> leaks() {
        forgetClasses();
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
