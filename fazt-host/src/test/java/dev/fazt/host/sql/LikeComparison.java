package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlToken.Kind;
import java.util.Locale;

/**
 * Reads the two sides of LIKE. It ignores the case of ASCII on SQLite and no case on PostgreSQL, and a backslash escapes on PostgreSQL
 * unless told otherwise, and on SQLite only if told so.
 */
final class LikeComparison {
    private LikeComparison() {}

    /** Tells whether one of the sides is not in lower case. */
    static boolean ignoresOneSide(SqlStatement sql, int i) {
        return sql.at(i).is("LIKE") && hasLeftSide(sql, i) && !(leftIsLower(sql, i) && rightIsLower(sql.at(i + 1)));
    }

    /** Tells whether the pattern may hold an escape that is not announced. */
    static boolean lacksEscape(SqlStatement sql, int i) {
        if (!sql.at(i).is("LIKE") || !hasLeftSide(sql, i)) {
            return false;
        }
        SqlToken right = sql.at(i + 1);
        if (right.kind() == Kind.STRING) {
            return right.text().contains("\\") && !sql.at(i + 2).is("ESCAPE");
        }
        if (right.is("lower")) {
            int close = sql.closing(i + 2);
            return close < sql.size() && !sql.at(close + 1).is("ESCAPE");
        }
        return right.kind() == Kind.PARAMETER && !sql.at(i + 2).is("ESCAPE");
    }

    /** Tells an operator from a column or a function of the same name. A fragment may begin with its operator. */
    static boolean hasLeftSide(SqlStatement sql, int i) {
        SqlToken before = sql.at(i - 1);
        return i == 0 || before.is(")", "NOT", "END") || (before.kind() != Kind.SYMBOL && !PortableRule.isReserved(before));
    }

    private static boolean leftIsLower(SqlStatement sql, int i) {
        int end = sql.at(i - 1).is("NOT") ? i - 2 : i - 1;
        if (end < 0 || sql.at(end).kind() == Kind.HOLE) {
            return true;
        }
        int open = sql.opening(end);
        return sql.at(end).is(")") && (open < 0 || sql.at(open - 1).is("lower"));
    }

    private static boolean rightIsLower(SqlToken right) {
        boolean lowerText = right.kind() == Kind.STRING && right.text().equals(right.text().toLowerCase(Locale.ROOT));
        return lowerText || right.is("lower") || right.kind() == Kind.HOLE;
    }
}
