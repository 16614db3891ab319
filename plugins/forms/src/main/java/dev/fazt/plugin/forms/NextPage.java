package dev.fazt.plugin.forms;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decides where a visitor goes after a submission. Whoever makes the page chooses {@code _next}, but whoever links to it must
 * not: a path within the site, or an address on an allowed origin, and nothing else.
 */
final class NextPage {
    private static final int LONGEST = 2_048;

    private NextPage() {}

    /**
     * Returns the value of a {@code Location} header for a {@code _next} field.
     *
     * @param host the {@code Host} header
     * @param basePath what precedes the site's own paths
     * @return empty if the value leads elsewhere: it is then ignored, because the visitor's words matter more
     */
    static Optional<String> ofVisitor(String next, AllowedOrigins origins, String host, String basePath) {
        if (isPath(next)) {
            return Optional.of(basePath + encoded(next));
        }
        return isPrintable(next) && origins.admitTarget(next, host) ? Optional.of(next) : Optional.empty();
    }

    /** Checks what the owner sets: any path, or any http or https address. */
    static Optional<String> ofOwner(String redirect) {
        boolean accepted =
                isPath(redirect) || (isPrintable(redirect) && AllowedOrigins.ofAddress(redirect).isPresent());
        return accepted ? Optional.of(redirect) : Optional.empty();
    }

    /** Returns the {@code Location} of a redirect that {@link #ofOwner} accepted. */
    static String location(String redirect, String basePath) {
        return isPath(redirect) ? basePath + encoded(redirect) : redirect;
    }

    /**
     * Tells whether text is an absolute path and nothing more. Browsers take {@code //x} and {@code /\x} for another host, and
     * drop tabs and line ends before they look.
     */
    private static boolean isPath(String text) {
        return text.length() <= LONGEST
                && text.startsWith("/")
                && !text.startsWith("//")
                && text.indexOf('\\') < 0
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isPrintable(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }

    /** Percent-encodes what a header can not carry (RFC 3986), and leaves what is encoded already. */
    private static String encoded(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '"' && b != '<' && b != '>') {
                out.append((char) b);
            } else {
                out.append("%%%02X".formatted(b & 0xff));
            }
        }
        return out.toString();
    }
}
