package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import java.io.ByteArrayOutputStream;

/** Reads {@code application/x-www-form-urlencoded} (WHATWG URL, section 5.1), but refuses a broken escape. */
final class UrlEncoded {
    private UrlEncoded() {}

    static Fields parse(byte[] body) {
        Fields fields = new Fields();
        int start = 0;
        while (start < body.length) {
            int end = indexOf(body, '&', start, body.length);
            if (end > start) {
                int equals = indexOf(body, '=', start, end);
                fields.add(decoded(body, start, equals), decoded(body, Math.min(equals + 1, end), end));
            }
            start = end + 1;
        }
        return fields;
    }

    private static byte[] decoded(byte[] body, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (body[i] == '%') {
                int high = i + 2 < to ? Character.digit(body[i + 1], 16) : -1;
                int low = i + 2 < to ? Character.digit(body[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw FaztException.badRequest(
                            "a % in the form is not followed by two hexadecimal digits: encode it as %25");
                }
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(body[i] == '+' ? ' ' : body[i]);
            }
        }
        return out.toByteArray();
    }

    /** Returns where the byte is, or {@code to} if it is not there. */
    private static int indexOf(byte[] body, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] == wanted) {
                return i;
            }
        }
        return to;
    }
}
