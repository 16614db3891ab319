package dev.fazt.host.configuration;

import dev.fazt.host.Spelling;
import dev.fazt.host.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Is what one kind of source sets: the flags, the environment, the file or the defaults.
 *
 * @param values by the names of the keys, all of which are known
 */
public record Layer(Map<String, Given> values) {
    private static final int FEWEST_TYPOS = 2;

    public Layer {
        values = Map.copyOf(values);
    }

    /** Returns the defaults of all keys on this machine. */
    static Layer defaults(Places places) {
        return new Layer(Keys.ALL.stream()
                .collect(Collectors.toMap(
                        Key::name, key -> new Given(places.expand(key.fallback()), new Source.Default()))));
    }

    /**
     * Reads the variables {@code FAZT_SECTION_KEY}. Blank ones count as not set. Variables of other sections, such as
     * {@code FAZT_TOKEN}, are not ours to judge.
     *
     * @throws StartupException if a variable of one of our sections sets no key
     */
    public static Layer ofEnvironment(Map<String, String> environment) {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        Keys.ALL.forEach(key -> keys.put(key.variable(), key));
        List<String> sections = Keys.ALL.stream().map(Layer::variableSection).distinct().toList();
        Map<String, Given> values = new HashMap<>();
        environment.forEach((name, text) -> {
            Key<?> key = keys.get(name);
            if (key == null && sections.stream().anyMatch(name::startsWith)) {
                throw new StartupException("the variable %s sets nothing%s"
                        .formatted(Key.quotable(name), meant(name, List.copyOf(keys.keySet()))));
            }
            if (key != null && !text.isBlank()) {
                values.put(key.name(), new Given(text.strip(), new Source.Variable(name)));
            }
        });
        return new Layer(values);
    }

    private static String variableSection(Key<?> key) {
        return key.variable().substring(0, "FAZT_".length() + key.section().length() + 1);
    }

    /**
     * Reads a file in the syntax of {@link java.util.Properties}.
     *
     * @throws StartupException if it can not be read, or a line of it sets no key or one that is set already
     */
    public static Layer ofFile(Path file) {
        List<String> names = Keys.ALL.stream().map(Key::name).toList();
        Map<String, Given> values = new HashMap<>();
        Map<String, Source> seen = new HashMap<>();
        try {
            for (PropertyLine line : PropertyLine.readAll(file)) {
                Source source = new Source.Line(file, line.number());
                if (!names.contains(line.key())) {
                    throw new StartupException(
                            "%s: there is no key '%s'%s"
                                    .formatted(source, Key.quotable(line.key()), meant(line.key(), names)));
                }
                Source earlier = seen.putIfAbsent(line.key(), source);
                if (earlier != null) {
                    throw new StartupException(
                            "%s: %s is set already at %s: keep one of them".formatted(source, line.key(), earlier));
                }
                values.put(line.key(), new Given(line.value(), source));
            }
        } catch (IOException e) {
            throw new StartupException(
                    "the configuration file '%s' can not be read: %s".formatted(file, PropertyLine.reason(e)), e);
        }
        return new Layer(values);
    }

    /** Says which name was meant, if one is near, else which there are. */
    private static String meant(String word, List<String> names) {
        return names.stream()
                .filter(name -> name.endsWith("." + word))
                .findFirst()
                .or(() -> Spelling.nearest(word, names, Math.max(FEWEST_TYPOS, word.length() / 3)))
                .map(name -> "; did you mean %s?".formatted(name))
                .orElseGet(() -> ": use one of " + String.join(", ", names));
    }
}
