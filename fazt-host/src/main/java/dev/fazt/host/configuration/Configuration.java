package dev.fazt.host.configuration;

import dev.fazt.host.StartupException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the value of every key, and where it came from. Immutable. */
public final class Configuration {
    private final Map<Key<?>, Entry<?>> entries;

    /**
     * Is one key with its value.
     *
     * @param text the value as it was written; for a path, where it leads
     */
    public record Entry<T>(Key<T> key, T value, String text, Source source) {}

    private Configuration(Map<Key<?>, Entry<?>> entries) {
        this.entries = entries;
    }

    /**
     * Finds the value of every key: flag over environment over file over default.
     *
     * @param file the configuration file; if empty, the one of {@link Places#file}, which need not be there
     * @throws StartupException if something unknown is set, or a value is not allowed, even one that another overrides
     */
    public static Configuration load(Places places, Layer flags, Map<String, String> environment, Optional<Path> file) {
        // A link that leads nowhere is an error, not a file that is not there.
        Optional<Path> found =
                file.or(() -> Optional.of(places.file()).filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)));
        Layer variables = Layer.ofEnvironment(environment);
        Layer lines = found.map(Layer::ofFile).orElseGet(() -> new Layer(Map.of()));
        List<Layer> strongestFirst = List.of(flags, variables, lines, Layer.defaults(places));
        Map<Key<?>, Entry<?>> entries = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            entries.put(key, find(key, strongestFirst));
        }
        return new Configuration(entries);
    }

    private static <T> Entry<T> find(Key<T> key, List<Layer> strongestFirst) {
        return strongestFirst.stream()
                .flatMap(layer -> Optional.ofNullable(layer.values().get(key.name())).stream())
                .map(given -> entry(key, given))
                // All are read before the first is taken: a wrong value must not wait until what hides it is removed.
                .toList()
                .getFirst();
    }

    private static <T> Entry<T> entry(Key<T> key, Given given) {
        T value = key.read(given);
        return new Entry<>(key, value, value instanceof Path path ? path.toString() : given.text(), given.source());
    }

    /** Returns the value of a key. */
    @SuppressWarnings("unchecked") // An entry is of its key's type: find() is the only one to make them.
    public <T> T get(Key<T> key) {
        Entry<?> entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("%s is not in Keys.ALL".formatted(key.name()));
        }
        return (T) entry.value();
    }

    /** Returns all keys with their values, in the order of {@link Keys#ALL}. */
    public List<Entry<?>> entries() {
        return List.copyOf(entries.values());
    }
}
