package dev.fazt.plugin.sites.rules;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the bytes of an instruction file as text (UTF-8), and knows its lines. */
final class SourceText {
    /** What the largest allowed number of rules needs, and room to spare. */
    static final int MOST_BYTES = 1 << 20;

    private static final int LONGEST_LINE = 2_000;

    private SourceText() {}

    /**
     * Is one line.
     *
     * @param number counted from 1
     * @param text without the line's end
     */
    record Line(int number, String text) {}

    /** Decodes a file; what is no UTF-8 is an error at its line, and the empty text. */
    static String decode(String file, byte[] content, RuleErrors errors) {
        if (content.length > MOST_BYTES) {
            errors.add(file, 1, "the file is larger than %,d KiB".formatted(MOST_BYTES >> 10));
            return "";
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            errors.add(file, line, "the line is not UTF-8: save the file with that encoding");
            return "";
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** Cuts a text into lines; lines that are too long or have control characters are errors, and left out. */
    static List<Line> lines(String file, String text, RuleErrors errors) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            number++;
            if (line.length() > LONGEST_LINE) {
                errors.add(file, number, "the line is longer than %,d characters".formatted(LONGEST_LINE));
            } else if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                errors.add(file, number, "the line has a control character");
            } else {
                lines.add(new Line(number, line));
            }
        }
        return lines;
    }
}
