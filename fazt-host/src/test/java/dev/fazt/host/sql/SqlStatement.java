package dev.fazt.host.sql;

import java.util.List;

/**
 * Is one statement, or a part of one, as its tokens. Positions before its begin and behind its end hold {@link SqlToken#NONE}.
 *
 * @param sql the text that the tokens were read from
 */
record SqlStatement(String sql, List<SqlToken> tokens) {
    private static final int EXCERPT = 60;

    SqlStatement {
        tokens = List.copyOf(tokens);
    }

    SqlToken at(int position) {
        return position < 0 || position >= tokens.size() ? SqlToken.NONE : tokens.get(position);
    }

    int size() {
        return tokens.size();
    }

    /** Tells whether the words follow each other from a position on. */
    boolean reads(int position, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!at(position + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the position from which the words follow each other first, or -1. */
    int find(String... words) {
        for (int i = 0; i < size(); i++) {
            if (reads(i, words)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the position of the first of the words outside of brackets, or -1. */
    int outer(String... words) {
        for (int i = 0, depth = 0; i < size(); i++) {
            depth -= at(i).is(")") ? 1 : 0;
            if (depth == 0 && at(i).is(words)) {
                return i;
            }
            depth += at(i).is("(") ? 1 : 0;
        }
        return -1;
    }

    /** Returns the position of the bracket that closes the one at a position, or the size if it is not closed here. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < size(); i++) {
            depth += at(i).is("(") ? 1 : at(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return size();
    }

    /** Returns the position of the bracket that opened the one at a position, or -1 if it was not opened here. */
    int opening(int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += at(i).is(")") ? 1 : at(i).is("(") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the position of the innermost bracket around a position that was opened here, or -1. */
    int enclosing(int position) {
        for (int i = position - 1, depth = 0; i >= 0; i--) {
            depth += at(i).is(")") ? 1 : at(i).is("(") ? -1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether a comma stands directly within the brackets that open at a position. */
    boolean hasSeveral(int open) {
        int close = closing(open);
        for (int i = open + 1, depth = 0; i < close; i++) {
            depth += at(i).is("(") ? 1 : at(i).is(")") ? -1 : 0;
            if (depth == 0 && at(i).is(",")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text from a position on, in one line and not too much of it. */
    String excerpt(int position) {
        String rest = sql.substring(at(position).at()).replaceAll("\\s+", " ").strip();
        return rest.length() <= EXCERPT ? rest : rest.substring(0, EXCERPT) + "…";
    }
}
