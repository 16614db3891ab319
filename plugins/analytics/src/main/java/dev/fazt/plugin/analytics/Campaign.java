package dev.fazt.plugin.analytics;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Is what a link says of where it was put, by the conventional query parameters. Of the rest of the query nothing is kept: it
 * may hold anything.
 *
 * @param source {@code utm_source}, or else {@code ref} or {@code source}
 * @param medium {@code utm_medium}
 * @param name {@code utm_campaign}
 */
record Campaign(@Nullable String source, @Nullable String medium, @Nullable String name) {
    private static final Campaign NONE = new Campaign(null, null, null);
    private static final int LONGEST = 200;

    /** Reads the raw query of a URL. */
    static Campaign of(String query) {
        if (query.isEmpty()) {
            return NONE;
        }
        String source = parameter(query, "utm_source");
        source = source != null ? source : parameter(query, "ref");
        source = source != null ? source : parameter(query, "source");
        return new Campaign(source, parameter(query, "utm_medium"), parameter(query, "utm_campaign"));
    }

    private static @Nullable String parameter(String query, String name) {
        int from = 0;
        while (from < query.length()) {
            int next = query.indexOf('&', from);
            int end = next < 0 ? query.length() : next;
            if (query.startsWith(name, from) && from + name.length() < end && query.charAt(from + name.length()) == '=') {
                return decode(query.substring(from + name.length() + 1, end));
            }
            from = end + 1;
        }
        return null;
    }

    private static @Nullable String decode(String raw) {
        String text;
        try {
            text = URLDecoder.decode(raw, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            // A broken escape is no reason to lose what the link's author meant to say.
            text = raw;
        }
        text = text.replace("\0", "");
        return text.isEmpty() ? null : text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
