package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;

/**
 * Names a collection of a site. It needs no creation: it is there when it has a document.
 *
 * @param name {@code [a-z][a-z0-9_-]{0,63}}
 */
record DocumentCollection(Site site, String name) {
    private static final int LONGEST = 64;
    private static final Alphabet ALPHABET = new Alphabet(Alphabet.LOWER + Alphabet.DIGITS + "_-");

    DocumentCollection {
        if (!ALPHABET.spells(name, LONGEST) || Alphabet.LOWER.indexOf(name.charAt(0)) < 0) {
            throw FaztException.invalid(
                    "collection",
                    "'%s' is not a collection: use up to 64 of a-z, 0-9, - and _, and begin with a letter"
                            .formatted(name.length() > 80 ? name.substring(0, 80) + "…" : name));
        }
    }
}
