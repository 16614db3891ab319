package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says which fields of a document an answer carries.
 *
 * @param paths empty for all of them
 */
public record FieldSelection(Set<FieldPath> paths) {
    private static final int MAX_FIELDS = 50;

    /** Takes all fields. */
    public static final FieldSelection ALL = new FieldSelection(Set.of());

    public FieldSelection {
        paths = Set.copyOf(paths);
    }

    /**
     * Parses names such as {@code id,name,address.city}.
     *
     * @throws FaztException 422
     */
    public static FieldSelection parse(String text) {
        List<String> parts = List.of(text.split(",", MAX_FIELDS + 2));
        if (parts.size() > MAX_FIELDS) {
            throw FaztException.invalid("fields", "at most %d fields can be chosen".formatted(MAX_FIELDS));
        }
        Set<FieldPath> paths = new LinkedHashSet<>();
        parts.forEach(part -> paths.add(FieldPath.parse("fields", part)));
        return new FieldSelection(paths);
    }

    /** Tells whether all fields are wanted. */
    public boolean all() {
        return paths.isEmpty();
    }

    /** Returns a document with the chosen fields only, in the document's own order. */
    public ObjectNode of(ObjectNode document) {
        return all() ? document : chosen(document, List.copyOf(paths), 0);
    }

    private static ObjectNode chosen(ObjectNode from, List<FieldPath> paths, int depth) {
        ObjectNode to = from.objectNode();
        from.properties().forEach(property -> {
            List<FieldPath> here = paths.stream()
                    .filter(path -> path.segments().get(depth).equals(property.getKey()))
                    .toList();
            JsonNode value = property.getValue();
            if (here.stream().anyMatch(path -> path.segments().size() == depth + 1)) {
                to.set(property.getKey(), value);
            } else if (!here.isEmpty() && value instanceof ObjectNode object) {
                to.set(property.getKey(), chosen(object, here, depth + 1));
            }
        });
        return to;
    }
}
