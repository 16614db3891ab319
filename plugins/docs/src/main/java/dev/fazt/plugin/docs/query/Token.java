package dev.fazt.plugin.docs.query;

/**
 * Is one word of a filter.
 *
 * @param text what it says: the unescaped content of a string, otherwise what was written
 * @param position of its first character, from 1
 */
record Token(Kind kind, String text, int position) {

    /** Lists the kinds of words. */
    enum Kind {
        STRING,
        NUMBER,
        /** A field path, or true, false, null. */
        NAME,
        MACRO,
        OPERATOR,
        AND,
        OR,
        OPEN,
        CLOSE,
        END
    }
}
