package dev.fazt.plugin.sites.path;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Decodes and encodes the paths of requests (RFC 3986), strictly: what is ambiguous is refused, so that a path can not mean
 * one thing here and another to a proxy before us.
 */
public final class SitePath {
    private static final int LONGEST = 4096;
    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/";

    private SitePath() {}

    /**
     * Decodes a raw path.
     *
     * @return empty if it has a bad escape, an escaped slash, a backslash, a control character, a segment {@code .} or {@code
     *     ..}, or is too long
     */
    public static Optional<String> decode(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/' || raw.length() > LONGEST) {
            return Optional.empty();
        }
        String path = raw;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c >= 0x80) {
                Optional<String> decoded = unescape(raw);
                if (decoded.isEmpty()) {
                    return decoded;
                }
                path = decoded.get();
                break;
            }
        }
        return plain(path) ? Optional.of(path) : Optional.empty();
    }

    /** Decodes a path that a person wrote: letters beyond ASCII and spaces may be written as they are. */
    public static Optional<String> decodeWritten(String text) {
        StringBuilder raw = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> raw.append(c >= 0x80 || c == ' ' ? encode(Character.toString(c)) : Character.toString(c)));
        return decode(raw.toString());
    }

    private static Optional<String> unescape(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                int value = high * 16 + low;
                if (high < 0 || low < 0 || value == '/') {
                    return Optional.empty();
                }
                bytes.put((byte) value);
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                // Not allowed in a request line; no browser sends it.
                return Optional.empty();
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return Optional.of(Normalizer.normalize(decoded, Normalizer.Form.NFC));
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean plain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\\') {
                return false;
            }
            if (c == '/' && path.startsWith(".", i + 1) && dots(path, i + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean dots(String path, int from) {
        int to = path.indexOf('/', from);
        int length = (to < 0 ? path.length() : to) - from;
        return length == 1 || (length == 2 && path.charAt(from + 1) == '.');
    }

    /** Encodes a decoded path for a header {@code Location}. */
    public static String encode(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
