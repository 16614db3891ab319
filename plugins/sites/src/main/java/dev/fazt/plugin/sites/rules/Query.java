package dev.fazt.plugin.sites.rules;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads raw queries pair by pair, and leaves the pairs that it does not take exactly as they were sent. */
final class Query {
    private Query() {}

    /** Returns the decoded value of the first pair with a name; null if there is none. */
    static @Nullable String value(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (name(pair).equals(name)) {
                int equals = pair.indexOf('=');
                return equals < 0 ? "" : decode(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** Returns the query without the pairs of these names. */
    static String without(String query, Set<String> names) {
        if (names.isEmpty()) {
            return query;
        }
        StringBuilder kept = new StringBuilder(query.length());
        for (String pair : query.split("&", -1)) {
            if (!names.contains(name(pair))) {
                kept.append(kept.isEmpty() ? "" : "&").append(pair);
            }
        }
        return kept.toString();
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return decode(equals < 0 ? pair : pair.substring(0, equals));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            // Then it means itself: a query, unlike a path, finds no file.
            return text;
        }
    }
}
