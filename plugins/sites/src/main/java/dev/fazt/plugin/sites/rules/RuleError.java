package dev.fazt.plugin.sites.rules;

/**
 * Says what is wrong in one line of a site's instructions.
 *
 * @param file such as {@code _redirects}
 * @param line counted from 1
 * @param message lower-case, what is wrong and how to write it
 */
public record RuleError(String file, int line, String message) {

    /** Returns {@code _redirects:3}. */
    public String place() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return place() + ": " + message;
    }
}
