package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Is what a caller wants to hold before a request is carried out (RFC 9110, section 13).
 *
 * @param match the entity tags of {@code If-Match}
 * @param noneMatch the entity tags of {@code If-None-Match}
 */
record Precondition(Optional<List<String>> match, Optional<List<String>> noneMatch) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** Asks for nothing. */
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    static Precondition of(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
        return ifMatch.isEmpty() && ifNoneMatch.isEmpty()
                ? NONE
                : new Precondition(ifMatch.map(Precondition::tags), ifNoneMatch.map(Precondition::tags));
    }

    /** Our tags are digits in quotes, so a comma is always between two tags and never in one. */
    private static List<String> tags(String header) {
        return Stream.of(COMMA.split(header.strip(), 100)).toList();
    }

    /**
     * Checks a request that changes something.
     *
     * @param present what is there
     * @throws FaztException 412
     */
    void check(Optional<String> present) {
        boolean matches = match.isEmpty() || present.filter(etag -> listed(match.get(), etag)).isPresent();
        boolean differs = noneMatch.isEmpty() || !unchanged(present);
        if (!matches || !differs) {
            throw FaztException.preconditionFailed(present.map(etag -> "the document is at " + etag + " now: get it and try again")
                    .orElse("there is no such document"));
        }
    }

    /** Tells whether {@code If-None-Match} names what is there, compared weakly as section 13.1.2 asks. */
    boolean unchanged(Optional<String> present) {
        return present.isPresent()
                && noneMatch.isPresent()
                && (listed(noneMatch.get(), present.get())
                        || noneMatch.get().contains("W/" + present.get()));
    }

    private static boolean listed(List<String> tags, String etag) {
        return tags.contains(etag) || tags.equals(List.of("*"));
    }
}
