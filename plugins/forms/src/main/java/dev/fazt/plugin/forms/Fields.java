package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of one submission in the order in which they came, within bounds, whatever format they came in. Not
 * thread-safe.
 */
final class Fields {
    static final int MOST = 100;
    static final int LONGEST_NAME = 200;
    static final int LARGEST_VALUE = 100 * 1_024;

    private static final int SHOWN = 60;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private int count;

    /**
     * Adds a value. A field can have several; one without a name is left out, as browsers do.
     *
     * @param value in UTF-8
     */
    void add(byte[] name, byte[] value) {
        if (value.length > LARGEST_VALUE) {
            throw tooLarge(decoded(name, "a field's name"));
        }
        String text = decoded(name, "a field's name");
        add(text, decoded(value, "field '%s'".formatted(shortened(text))));
    }

    /** Adds a value. */
    void add(String name, String value) {
        if (name.isEmpty()) {
            return;
        }
        if (++count > MOST) {
            throw FaztException.tooLarge("more than %d fields: send fewer".formatted(MOST));
        }
        if (name.length() > LONGEST_NAME) {
            throw FaztException.tooLarge("the field name '%s' is longer than %d characters"
                    .formatted(shortened(name), LONGEST_NAME));
        }
        // Three bytes of UTF-8 per char at most: only long text has to be measured.
        if (value.length() > LARGEST_VALUE / 3
                && value.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
            throw tooLarge(name);
        }
        if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw FaztException.badRequest(
                    "field '%s' holds a NUL character: send text".formatted(shortened(name.replace('\0', '?'))));
        }
        values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
    }

    /** Returns the first value of a field, if it came with one that is not blank. */
    Optional<String> filled(String name) {
        return values.getOrDefault(name, List.of()).stream().filter(value -> !value.isBlank()).findFirst();
    }

    /** Returns the fields that are stored: those whose names do not start with {@code _}. */
    Map<String, List<String>> stored() {
        Map<String, List<String>> stored = new LinkedHashMap<>();
        values.forEach((name, list) -> {
            if (!name.startsWith("_")) {
                stored.put(name, List.copyOf(list));
            }
        });
        return Collections.unmodifiableMap(stored);
    }

    /** Returns the start of text that came from outside, fit for a message. */
    static String shortened(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() > SHOWN ? whole.substring(0, SHOWN) + "…" : whole;
    }

    /** Returns what the bytes say in UTF-8, and refuses any that say nothing. */
    static String decoded(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            // Where in the bytes it broke says nothing to a visitor.
            throw FaztException.badRequest("%s is not UTF-8: send the form as UTF-8".formatted(what));
        }
    }

    private static FaztException tooLarge(String name) {
        return FaztException.tooLarge(
                "field '%s' is larger than %d KB: shorten it".formatted(shortened(name), LARGEST_VALUE / 1_024));
    }
}
