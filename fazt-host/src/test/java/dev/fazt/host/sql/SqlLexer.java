package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits SQL into statements of tokens, as both engines read it: what stands in strings, quoted names and comments is no
 * keyword. Knows the holes {@code \u0001} and {@code \u0002} that the compiler leaves in concatenations.
 */
final class SqlLexer {
    // A string or a comment that does not end goes on to the end: a fragment may be cut anywhere.
    private static final Pattern TOKEN = Pattern.compile("""
            (?<space>\\s+|--[^\\n]*|/\\*.*?(?:\\*/|\\z))\
            |(?<string>'(?:[^']++|'')*+(?:'|\\z))\
            |(?<quoted>"(?:[^"]++|"")*+(?:"|\\z)|`[^`]*(?:`|\\z)|\\[[^]]*(?:]|\\z))\
            |(?<parameter>\\?\\d*|(?<!:):\\w+|[@$]\\w+)\
            |(?<number>\\d[\\w.]*)\
            |(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)\
            |(?<hole>[\\u0001\\u0002])\
            |(?<symbol>->>|->|==|<=|>=|<>|!=|\\|\\||::|.)""", Pattern.DOTALL);

    private SqlLexer() {}

    /** Returns the statements of a text, none of them empty. */
    static List<SqlStatement> statements(String sql) {
        List<SqlStatement> statements = new ArrayList<>();
        List<SqlToken> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            if (matcher.group("space") != null) {
                continue;
            }
            SqlToken token = new SqlToken(kind(matcher), text(matcher), matcher.start());
            if (!token.is(";")) {
                tokens.add(token);
            } else if (!tokens.isEmpty()) {
                statements.add(new SqlStatement(sql, tokens));
                tokens = new ArrayList<>();
            }
        }
        if (!tokens.isEmpty()) {
            statements.add(new SqlStatement(sql, tokens));
        }
        return statements;
    }

    private static Kind kind(Matcher matcher) {
        for (Kind kind : Kind.values()) {
            if (matcher.group(kind.name().toLowerCase(Locale.ROOT)) != null) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind of token: " + matcher.group());
    }

    private static String text(Matcher matcher) {
        String text = matcher.group();
        if (matcher.group("string") == null) {
            return text;
        }
        boolean ended = text.length() > 1 && text.endsWith("'");
        return text.substring(1, ended ? text.length() - 1 : text.length()).replace("''", "'");
    }
}
