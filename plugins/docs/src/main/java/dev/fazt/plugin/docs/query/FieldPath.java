package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Names a field of a document, such as {@code name} or {@code address.city}.
 *
 * @param segments 1 to 8 names of {@code [A-Za-z_][A-Za-z0-9_]*}, at most 64 characters each
 */
public record FieldPath(List<String> segments) {
    private static final int MAX_DEPTH = 8;
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    public FieldPath {
        segments = List.copyOf(segments);
    }

    /**
     * Parses a dotted path.
     *
     * @param parameter the query parameter to blame
     */
    public static FieldPath parse(String parameter, String text) {
        List<String> segments = List.of(text.split("\\.", -1));
        if (segments.size() > MAX_DEPTH) {
            throw FaztException.invalid(
                    parameter, "'%s' is too deep: a field path has at most %d names".formatted(text, MAX_DEPTH));
        }
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw FaztException.invalid(
                        parameter,
                        "'%s' is not a field: use names of letters, digits and _, joined by dots".formatted(text));
            }
        }
        FieldPath path = new FieldPath(segments);
        if (segments.size() > 1 && new FieldPath(segments.subList(0, 1)).column().isPresent()) {
            throw FaztException.invalid(parameter, "'%s' has no fields of its own".formatted(segments.getFirst()));
        }
        return path;
    }

    /** Returns the column that holds this field, if it is one that the server keeps beside the document. */
    public Optional<Column> column() {
        return segments.size() == 1 ? Column.named(segments.getFirst()) : Optional.empty();
    }

    /** Returns what a document has here; a missing node if it has nothing. */
    JsonNode in(JsonNode document) {
        JsonNode node = document;
        for (String segment : segments) {
            node = node.path(segment);
        }
        return node;
    }

    @Override
    public String toString() {
        return String.join(".", segments);
    }
}
