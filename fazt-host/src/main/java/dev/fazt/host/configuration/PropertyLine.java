package dev.fazt.host.configuration;

import dev.fazt.host.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Is one setting of a properties file, with its place. {@link Properties} alone forgets the lines and lets the last of two equal
 * keys win.
 *
 * @param number counts from 1
 */
record PropertyLine(int number, String key, String value) {
    private static final int MOST_BYTES = 64 << 10;

    /** Reads all settings of a file in UTF-8: {@code #} and {@code !} begin a comment, {@code \} at the end joins the next line. */
    static List<PropertyLine> readAll(Path file) throws IOException {
        List<PropertyLine> settings = new ArrayList<>();
        StringBuilder setting = new StringBuilder();
        int begin = 0;
        int number = 0;
        for (String line : text(file).split("\r\n|[\r\n]", -1)) {
            number++;
            if (setting.isEmpty()) {
                if (isBlankOrComment(line)) {
                    continue;
                }
                begin = number;
            }
            setting.append(line).append('\n');
            if (!goesOn(line)) {
                settings.add(parse(file, begin, setting.toString()));
                setting.setLength(0);
            }
        }
        if (!setting.isEmpty()) {
            settings.add(parse(file, begin, setting.toString()));
        }
        return settings;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than %d KiB".formatted(MOST_BYTES >> 10));
        }
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        // Some editors begin a file with a byte order mark.
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isBlankOrComment(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith("!");
    }

    /** Tells whether a line ends with a backslash that is not itself escaped by one. */
    private static boolean goesOn(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private static PropertyLine parse(Path file, int number, String setting) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(setting));
        } catch (IllegalArgumentException e) {
            throw new StartupException(
                    "%s:%d: \\u must be followed by four hexadecimal digits; a backslash is written twice".formatted(file, number), e);
        }
        if (properties.size() != 1) {
            throw new StartupException(
                    "%s:%d: this sets nothing: write it like 'server.port=8080'".formatted(file, number));
        }
        String key = properties.stringPropertyNames().iterator().next();
        return new PropertyLine(number, key, properties.getProperty(key, "").strip());
    }

    /** Says in a few words why a file can not be read. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "give the user who runs fazt read access to it";
            case CharacterCodingException coding -> "it is not UTF-8";
            default -> String.valueOf(e.getMessage());
        };
    }
}
