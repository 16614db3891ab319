package dev.fazt.plugin.docs.query;

/**
 * Makes the right side of {@code ~} a pattern of LIKE with the escape character backslash.
 *
 * <p>As in PocketBase, text without {@code %} is looked for anywhere, and {@code %} stands for any characters. {@code \%} is a
 * percent sign; {@code _} is always itself.
 */
final class LikePattern {
    private LikePattern() {}

    static String of(String text) {
        StringBuilder pattern = new StringBuilder(text.length() + 8);
        boolean wildcard = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapedPercent = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '%';
            if (escapedPercent) {
                pattern.append("\\%");
                i++;
            } else if (c == '\\' || c == '_') {
                pattern.append('\\').append(c);
            } else {
                wildcard |= c == '%';
                pattern.append(c);
            }
        }
        return wildcard ? pattern.toString() : "%" + pattern + "%";
    }
}
