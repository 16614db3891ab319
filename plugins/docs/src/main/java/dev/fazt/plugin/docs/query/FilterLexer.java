package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import dev.fazt.plugin.docs.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a filter into words.
 *
 * <p>Each pattern is anchored and possessive where it repeats, so the time is linear in the length of the text.
 */
final class FilterLexer {
    static final int MAX_LENGTH = 2_000;

    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]++");
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,39}+)(?:\\.[0-9]{1,40}+)?(?:[eE][+-]?[0-9]{1,3}+)?(?![A-Za-z0-9_.])");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*+");
    private static final Pattern MACRO = Pattern.compile("@[A-Za-z]++");
    private static final Pattern OPERATOR = Pattern.compile("\\??(?:!=|!~|>=|<=|=|>|<|~)(?![=~<>!?])");

    private final String text;
    private int position;

    FilterLexer(String text) {
        if (text.length() > MAX_LENGTH) {
            throw FaztException.invalid(
                    "filter", "the filter has %d characters: at most %d".formatted(text.length(), MAX_LENGTH));
        }
        this.text = text;
    }

    /** Returns all words; the last is of the kind END. */
    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            match(SPACE);
            if (position == text.length()) {
                tokens.add(new Token(Kind.END, "the end", position + 1));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private Token next() {
        int start = position;
        char first = text.charAt(start);
        if (first == '"' || first == '\'') {
            return new Token(Kind.STRING, string(first), start + 1);
        }
        if (first == '(' || first == ')') {
            position++;
            return new Token(first == '(' ? Kind.OPEN : Kind.CLOSE, String.valueOf(first), start + 1);
        }
        if (text.startsWith("&&", start) || text.startsWith("||", start)) {
            position += 2;
            return new Token(first == '&' ? Kind.AND : Kind.OR, text.substring(start, position), start + 1);
        }
        Kind kind = match(NUMBER)
                ? Kind.NUMBER
                : match(NAME)
                        ? Kind.NAME
                        : match(MACRO) ? Kind.MACRO : match(OPERATOR) ? Kind.OPERATOR : Kind.END;
        if (kind == Kind.END) {
            throw unexpected(start);
        }
        return new Token(kind, text.substring(start, position), start + 1);
    }

    private String string(char quote) {
        int start = position++;
        StringBuilder content = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == quote) {
                return content.toString();
            }
            content.append(c == '\\' ? escaped() : c);
        }
        throw FaztException.invalid("filter", "the string at character %d has no end".formatted(start + 1));
    }

    private char escaped() {
        char c = position < text.length() ? text.charAt(position++) : ' ';
        return switch (c) {
            case '\\', '\'', '"' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw FaztException.invalid(
                    "filter",
                    "a backslash at character %d escapes nothing: known are \\\\ \\' \\\" \\n \\r \\t"
                            .formatted(position - 1));
        };
    }

    private boolean match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        position = matcher.end();
        return true;
    }

    private FaztException unexpected(int start) {
        String rest = text.substring(start, Math.min(text.length(), start + 12));
        return FaztException.invalid("filter", "'%s' at character %d is not understood".formatted(rest, start + 1));
    }
}
