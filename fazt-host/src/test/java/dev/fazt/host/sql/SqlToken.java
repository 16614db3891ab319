package dev.fazt.host.sql;

import java.util.Arrays;

/**
 * Is the smallest part of a statement.
 *
 * @param text as it was written, for a string without its quotes
 * @param at where it begins in the text
 */
record SqlToken(Kind kind, String text, int at) {

    /** What stands where nothing stands: before the first token of a statement and behind the last. */
    static final SqlToken NONE = new SqlToken(Kind.SYMBOL, "", 0);

    enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** Text in single quotes. */
        STRING,
        /** A name in double quotes, backticks or brackets. */
        QUOTED,
        NUMBER,
        /** A parameter: {@code ?}, or one with a number or a name. */
        PARAMETER,
        SYMBOL,
        /** The place in a concatenation where something is put in at run time. */
        HOLE
    }

    /** Tells whether it is one of these keywords, names or symbols, in whatever case. */
    boolean is(String... words) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && Arrays.stream(words).anyMatch(text::equalsIgnoreCase);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
