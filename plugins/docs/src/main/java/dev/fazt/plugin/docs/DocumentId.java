package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names a document within its collection.
 *
 * @param text 1 to 128 of {@code A-Za-z0-9_-.}, but not {@code .} or {@code ..}, which a path would lose
 */
record DocumentId(String text) {
    private static final int LONGEST = 128;
    private static final Alphabet ALPHABET =
            new Alphabet(Alphabet.LOWER + Alphabet.LOWER.toUpperCase(Locale.ROOT) + Alphabet.DIGITS + "_-.");

    /** The last milliseconds in the upper 52 bits, and a counter within them in the lower 12. */
    private static final AtomicLong LAST = new AtomicLong();

    DocumentId {
        if (!ALPHABET.spells(text, LONGEST) || text.equals(".") || text.equals("..")) {
            throw FaztException.invalid(
                    "id",
                    "'%s' is not an id: use 1 to 128 of A-Z, a-z, 0-9, _, - and ."
                            .formatted(text.length() > 160 ? text.substring(0, 160) + "…" : text));
        }
    }

    /**
     * Makes a UUIDv7 (RFC 9562, method 1 of section 6.2) that sorts behind all that this process made before, also when the
     * clock stands still or goes back. It is unique, not secret.
     */
    static DocumentId next(long millis) {
        long stamp = LAST.accumulateAndGet(millis << 12, (last, now) -> Math.max(last + 1, now));
        long upper = (stamp >>> 12) << 16 | 0x7000 | (stamp & 0xFFF);
        long lower = ThreadLocalRandom.current().nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new DocumentId(new UUID(upper, lower).toString());
    }
}
