package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Is a total order of the documents of a collection: its last key is the id, so no two documents are level.
 *
 * @param text as it was asked for
 * @param keys at most 3, and the id
 */
public record Sort(String text, List<SortKey> keys) {
    private static final int MAX_KEYS = 3;

    /** Orders by id, which for ids made by the server is the order of creation. */
    public static final Sort BY_ID = new Sort("", List.of(new SortKey(FieldPath.parse("sort", "id"), false)));

    public Sort {
        keys = List.copyOf(keys);
    }

    /**
     * Parses an order such as {@code -created,name}.
     *
     * @throws FaztException 422
     */
    public static Sort parse(String text) {
        List<String> parts = List.of(text.split(",", MAX_KEYS + 2));
        if (parts.size() > MAX_KEYS) {
            throw FaztException.invalid("sort", "at most %d fields can be sorted by".formatted(MAX_KEYS));
        }
        List<SortKey> keys = new ArrayList<>();
        for (String part : parts) {
            boolean signed = part.startsWith("-") || part.startsWith("+");
            SortKey key =
                    new SortKey(FieldPath.parse("sort", signed ? part.substring(1) : part), part.startsWith("-"));
            keys.add(key);
            if (key.field().column().filter(Column.ID::equals).isPresent()) {
                return new Sort(text, keys);
            }
        }
        // Documents that are level otherwise go on in the direction of the last key, as `-created` makes one expect.
        keys.add(new SortKey(FieldPath.parse("sort", "id"), keys.getLast().descending()));
        return new Sort(text, keys);
    }

    /** Returns the values that place a document in this order. */
    List<JsonNode> valuesIn(JsonNode document) {
        return keys.stream().map(key -> key.valueIn(document)).toList();
    }

    /** Appends what follows ORDER BY. */
    void order(SqlText sql) {
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i).order(i == 0 ? sql : sql.append(", "));
        }
    }

    /** Appends that a row comes after these values. */
    void after(SqlText sql, List<JsonNode> values) {
        int last = keys.size() - 1;
        for (int i = 0; i < last; i++) {
            keys.get(i).after(sql.append("("), values.get(i));
            keys.get(i).same(sql.append(" OR ("), values.get(i));
            sql.append(" AND ");
        }
        keys.get(last).after(sql, values.get(last));
        sql.append("))".repeat(last));
    }
}
