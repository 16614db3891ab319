package dev.fazt.host.plugin;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the SHA-256 sums that people write. */
final class Checksum {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");

    private Checksum() {}

    /**
     * Returns the sum in lower case.
     *
     * @throws PluginRejected if it is none
     */
    static String parse(String text) {
        String sum = text.strip().toLowerCase(Locale.ROOT);
        if (!GRAMMAR.matcher(sum).matches()) {
            throw new PluginRejected("the SHA-256 sum must have 64 hexadecimal digits, as 'sha256sum FILE' prints them");
        }
        return sum;
    }
}
