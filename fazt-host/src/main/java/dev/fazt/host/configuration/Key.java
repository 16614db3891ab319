package dev.fazt.host.configuration;

import dev.fazt.host.StartupException;
import java.util.Locale;

/**
 * Declares one thing that can be set.
 *
 * @param name a section, a dot and a word, such as {@code server.port}
 * @param fallback the text of the default; {@link Places} fills in what depends on the machine
 * @param description a sentence for people
 * @param format reads the value
 */
public record Key<T>(String name, String fallback, String description, Format<T> format) {
    private static final int LONGEST_QUOTE = 100;

    /** Returns the part before the dot. */
    public String section() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Returns the variable of the environment that sets it. */
    public String variable() {
        return "FAZT_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * Reads a value.
     *
     * @throws StartupException with the place, the value and what is allowed
     */
    public T read(Given given) {
        try {
            return format.reading().read(given.text(), given.source().folder());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new StartupException(
                    "%s: %s can not be '%s': use %s"
                            .formatted(given.source(), name, quotable(given.text()), format.allowed()),
                    e);
        }
    }

    /** Shortens what somebody wrote to what an error message can hold. */
    static String quotable(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
