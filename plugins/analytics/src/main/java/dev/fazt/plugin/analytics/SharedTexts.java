package dev.fazt.plugin.analytics;

import org.jspecify.annotations.Nullable;

/**
 * Gives equal texts of many requests as one, so that thousands of hits in memory hold few: visitors ask for the same pages with the same
 * browsers. It forgets what others replace, and never holds more than some 200 KB. Thread-safe: a race costs at most a copy.
 */
final class SharedTexts {
    private static final int PLACES = 1 << 9;
    private static final int LONGEST = 256;

    private final @Nullable String[] texts = new String[PLACES];

    /** Returns the text, or one that is equal to it. */
    String share(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        @Nullable String known = texts[place];
        if (text.equals(known)) {
            return known;
        }
        texts[place] = text;
        return text;
    }
}
