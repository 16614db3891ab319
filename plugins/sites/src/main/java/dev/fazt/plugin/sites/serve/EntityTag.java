package dev.fazt.plugin.sites.serve;

/** Compares entity tags (RFC 9110, 8.8.3). A tag is kept as it is sent, with its quotes. */
final class EntityTag {

    private EntityTag() {}

    /** Tells whether a header {@code If-None-Match} names the tag, by weak comparison. */
    static boolean matchesWeakly(String condition, String tag) {
        return matches(condition, tag, true);
    }

    /** Tells whether a header {@code If-Match} names the tag, by strong comparison. */
    static boolean matchesStrongly(String condition, String tag) {
        return matches(condition, tag, false);
    }

    private static boolean matches(String condition, String tag, boolean weakly) {
        int at = 0;
        int end = condition.length();
        if (condition.strip().equals("*")) {
            return true;
        }
        while (at < end) {
            char c = condition.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            boolean weak = condition.startsWith("W/", at);
            int open = weak ? at + 2 : at;
            if (open >= end || condition.charAt(open) != '"') {
                return false;
            }
            // Quotes can not be escaped within a tag, but commas may be part of it.
            int close = condition.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if ((weakly || !weak)
                    && close + 1 - open == tag.length()
                    && condition.regionMatches(open, tag, 0, tag.length())) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }
}
