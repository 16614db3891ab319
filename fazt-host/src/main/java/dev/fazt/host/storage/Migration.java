package dev.fazt.host.storage;

import dev.fazt.host.Sha256;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is one step of a plugin's schema.
 *
 * @param number from 1, without gaps
 * @param name the words after the number in the file's name
 * @param script its statements, separated by semicolons
 */
public record Migration(int number, String name, String script) {
    private static final Pattern FILE = Pattern.compile("(\\d{3})_([a-z0-9_]+)\\.sql");

    /** Reads the number and the name off a file name such as {@code 001_documents.sql}. */
    public static Migration of(String file, String script) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a migration: name it like '001_documents.sql'".formatted(file));
        }
        return new Migration(Integer.parseInt(matcher.group(1)), matcher.group(2), script);
    }

    /** Returns the name of its file without the ending. */
    String title() {
        return "%03d_%s".formatted(number, name);
    }

    /** Returns the SHA-256 of the script, in hexadecimal. */
    String checksum() {
        return Sha256.of(script);
    }
}
