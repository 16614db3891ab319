package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.content.ContentType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for how long browsers and proxies may keep a file without asking. */
record CachePolicy(Header header) {
    /** Pages: always ask, which costs a 304. */
    static final CachePolicy REVALIDATE = of("public, max-age=0, must-revalidate");

    /** Names that change with their content. */
    static final CachePolicy IMMUTABLE = of("public, max-age=31536000, immutable");

    /** Everything else. */
    static final CachePolicy SHORT = of("public, max-age=300");

    /** What bundlers put before the extension: {@code app.3f2a9c1b.js}, {@code index-BqX3a9Lk.js}, {@code main.4QTKJ2VJ.css}. */
    private static final Pattern FINGERPRINT = Pattern.compile(".*[.\\-_]([A-Za-z0-9]{8,64})\\.[A-Za-z0-9.]{1,12}");

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{8,64}");
    private static final int BUNDLER_LENGTH = 8;
    private static final int LONG_HASH = 16;

    private static CachePolicy of(String value) {
        return new CachePolicy(HeaderValues.createCached(HeaderNames.CACHE_CONTROL, value));
    }

    /** Chooses the policy for a file. */
    static CachePolicy of(String path, ContentType type) {
        if (type.html()) {
            return REVALIDATE;
        }
        Matcher matcher = FINGERPRINT.matcher(path.substring(path.lastIndexOf('/') + 1));
        return matcher.matches() && hash(matcher.group(1)) ? IMMUTABLE : SHORT;
    }

    /**
     * Tells a hash from a word or a date. Wrongly calling a name immutable shows a stale file for a year and missing one costs
     * a 304, so in doubt it is none: letters and digits must alternate at least twice.
     */
    private static boolean hash(String text) {
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i)) != Character.isDigit(text.charAt(i - 1))) {
                changes++;
            }
        }
        if (changes < 2) {
            return false;
        }
        boolean upper = text.chars().anyMatch(Character::isUpperCase);
        return HEXADECIMAL.matcher(text).matches()
                || (upper && (text.length() == BUNDLER_LENGTH || text.length() >= LONG_HASH));
    }
}
