package dev.fazt.host.configuration;

import java.nio.file.Path;

/**
 * Reads the text of a value.
 *
 * @param allowed what may be written, to complete "use …"
 * @param reading makes the value, or says by an {@link IllegalArgumentException} that it is not allowed
 */
public record Format<T>(String allowed, Reading<T> reading) {

    /** Makes a value of a text. */
    public interface Reading<T> {
        /**
         * Makes the value.
         *
         * @param folder from where a relative path is meant
         * @throws IllegalArgumentException if the text is not allowed
         */
        T read(String text, Path folder);
    }
}
