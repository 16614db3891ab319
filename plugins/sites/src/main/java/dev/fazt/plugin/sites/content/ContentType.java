package dev.fazt.plugin.sites.content;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Tells a file's type by its name. The table is the resource {@code content-types.txt}; types are those of the IANA registry.
 *
 * @param value the media type, with the charset for text
 * @param compressible whether gzip pays
 * @param header prebuilt
 */
public record ContentType(String value, boolean compressible, Header header) {
    private static final ContentType UNKNOWN = of("application/octet-stream", false);
    private static final Map<String, ContentType> BY_EXTENSION = load();

    /** Finds the type of a file by the extension of its name, or by the whole name if it has none. */
    public static ContentType of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String key = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(key, UNKNOWN);
    }

    /** Tells whether it is a page. */
    public boolean html() {
        return value.startsWith("text/html") || value.startsWith("application/xhtml");
    }

    private static ContentType of(String value, boolean compressible) {
        return new ContentType(value, compressible, HeaderValues.createCached(HeaderNames.CONTENT_TYPE, value));
    }

    private static Map<String, ContentType> load() {
        Map<String, ContentType> types = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(ContentType.class.getResourceAsStream("content-types.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" ", 3);
                types.put(parts[0], of(parts[2], parts[1].equals("+")));
            });
            return Map.copyOf(types);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
