package dev.fazt.plugin.forms;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) from a body that is small and in memory. Strict: what no browser sends, such as
 * a preamble, a transfer encoding or folded headers, is refused. Files are refused too, but a file field left empty is not.
 */
final class Multipart {
    private static final int MOST_HEADER_BYTES = 4_096;
    private static final Pattern BOUNDARY = Pattern.compile("[A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-]");
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*([A-Za-z0-9*_-]{1,32})=(?:\"((?:[^\"\\\\]|\\\\.){0,2000}+)\"|([^\\s;\"]{1,2000}+))");

    private final byte[] body;
    private final byte[] delimiter;
    private final Fields fields = new Fields();
    private int position;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads all fields.
     *
     * @param contentType the value of the {@code Content-Type} header
     */
    static Fields parse(byte[] body, String contentType) {
        String boundary = parameters(contentType).getOrDefault("boundary", "");
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw FaztException.badRequest("the content type names no boundary of 1 to 70 allowed characters");
        }
        return new Multipart(body, boundary).parse();
    }

    private Fields parse() {
        // The first delimiter is the start of the body and has no line end before it.
        if (!startsWith(0, Arrays.copyOfRange(delimiter, 2, delimiter.length))) {
            throw FaztException.badRequest("the body does not start with the boundary of its content type");
        }
        position = delimiter.length - 2;
        while (!atClose(position)) {
            if (!atLineEnd(position)) {
                throw FaztException.badRequest("a boundary in the body is not followed by a line end");
            }
            position += 2;
            Map<String, String> headers = headers();
            int end = nextDelimiter(position);
            add(headers, Arrays.copyOfRange(body, position, end));
            position = end + delimiter.length;
        }
        return fields;
    }

    /** Reads the headers of a part, and leaves the position at the start of its content. */
    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        int limit = Math.min(body.length, position + MOST_HEADER_BYTES);
        int start = position;
        int end = lineEnd(start, limit);
        while (end > start) {
            addHeader(headers, Fields.decoded(Arrays.copyOfRange(body, start, end), "a part's header"));
            start = end + 2;
            end = lineEnd(start, limit);
        }
        position = end + 2;
        return headers;
    }

    private static void addHeader(Map<String, String> headers, String line) {
        int colon = line.indexOf(':');
        if (colon <= 0 || line.startsWith(" ") || line.startsWith("\t")) {
            throw FaztException.badRequest("a part's header is not of the form 'Name: value'");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (headers.put(name, line.substring(colon + 1).strip()) != null) {
            throw FaztException.badRequest("a part has two headers '%s'".formatted(Fields.shortened(name)));
        }
    }

    private int lineEnd(int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (atLineEnd(i)) {
                return i;
            }
        }
        throw FaztException.badRequest("a part's headers do not end within %d bytes".formatted(MOST_HEADER_BYTES));
    }

    private void add(Map<String, String> headers, byte[] content) {
        String disposition = headers.getOrDefault("content-disposition", "");
        Map<String, String> parameters = parameters(disposition);
        String name = parameters.get("name");
        if (!mediaType(disposition).equals("form-data") || name == null) {
            throw FaztException.badRequest("a part is not marked 'Content-Disposition: form-data' with a name");
        }
        String encoding = headers.getOrDefault("content-transfer-encoding", "binary").toLowerCase(Locale.ROOT);
        if (!List.of("7bit", "8bit", "binary").contains(encoding)) {
            throw FaztException.badRequest("field '%s' has a transfer encoding: send its bytes as they are"
                    .formatted(Fields.shortened(name)));
        }
        if (parameters.containsKey("filename") || parameters.containsKey("filename*")) {
            if (content.length == 0 && parameters.getOrDefault("filename", "").isEmpty()) {
                // What browsers send for a file field in which nothing was chosen.
                return;
            }
            String message = "field '%s' is a file: this form takes no files, send its text or a link"
                    .formatted(Fields.shortened(name));
            throw new FaztException(
                    new Fault.Invalid(422, List.of(new Fault.FieldError(name, "NO_FILE_UPLOADS", message))), message);
        }
        fields.add(name.getBytes(StandardCharsets.UTF_8), content);
    }

    private int nextDelimiter(int from) {
        for (int i = from; i <= body.length - delimiter.length; i++) {
            if (body[i] == '\r'
                    && startsWith(i, delimiter)
                    && (atLineEnd(i + delimiter.length) || atClose(i + delimiter.length))) {
                return i;
            }
        }
        throw FaztException.badRequest("the body ends before its last boundary: it was cut off");
    }

    private boolean startsWith(int at, byte[] wanted) {
        return at + wanted.length <= body.length
                && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private boolean atLineEnd(int at) {
        return at + 1 < body.length && body[at] == '\r' && body[at + 1] == '\n';
    }

    private boolean atClose(int at) {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    /** Returns the part of a header before its parameters, in lower case. */
    static String mediaType(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Reads the parameters of a header, with the escapes of RFC 9110 and those of browsers (WHATWG HTML, form data). */
    static Map<String, String> parameters(String header) {
        Map<String, String> parameters = new HashMap<>();
        int semicolon = header.indexOf(';');
        if (semicolon < 0) {
            return parameters;
        }
        Matcher matcher = PARAMETER.matcher(header).region(semicolon, header.length());
        while (matcher.lookingAt()) {
            String quoted = matcher.group(2);
            String value = quoted == null
                    ? matcher.group(3)
                    : quoted.replaceAll("\\\\([\"\\\\])", "$1")
                            .replace("%22", "\"")
                            .replace("%0D", "\r")
                            .replace("%0A", "\n");
            if (parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value) != null) {
                throw FaztException.badRequest("a header names '%s' twice".formatted(matcher.group(1)));
            }
            matcher.region(matcher.end(), header.length());
        }
        if (!header.substring(matcher.regionStart()).replace(';', ' ').isBlank()) {
            throw FaztException.badRequest("the parameters of a header can not be read");
        }
        return parameters;
    }
}
