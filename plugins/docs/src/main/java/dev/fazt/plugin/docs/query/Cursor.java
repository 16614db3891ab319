package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Is a place in an order: behind the document with these values.
 *
 * <p>It names values and not a count, so rows that are inserted or deleted meanwhile neither repeat nor hide others. It
 * carries no authority: rules and filter are applied to each page anew. What a forger could write is only another place.
 *
 * @param values one for each key of the order
 */
public record Cursor(List<JsonNode> values) {
    private static final int MAX_LENGTH = 8_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public Cursor {
        values = List.copyOf(values);
    }

    /** Returns the place behind a document, which has its columns as fields too. */
    public static Cursor behind(JsonNode document, Sort sort) {
        return new Cursor(sort.valuesIn(document));
    }

    /** Writes it for the order it is a place in. */
    public String text(Sort sort) {
        ArrayNode all = JSON.createArrayNode().add(sort.text());
        values.forEach(all::add);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(all));
    }

    /**
     * Reads a cursor, strictly.
     *
     * @throws FaztException 422, if it is not one that this server made for this order
     */
    public static Cursor parse(String text, Sort sort) {
        JsonNode all = text.length() > MAX_LENGTH ? null : decoded(text);
        if (all == null || !all.isArray() || all.isEmpty() || !all.get(0).isString()) {
            throw FaztException.invalid("cursor", "this is not a cursor: pass on the one from the page before");
        }
        if (!all.get(0).stringValue().equals(sort.text())) {
            throw FaztException.invalid("cursor", "this cursor belongs to the order '%s': keep sort the same from page to page"
                    .formatted(all.get(0).stringValue()));
        }
        List<JsonNode> values = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            values.add(all.get(i));
        }
        if (!fits(values, sort.keys())) {
            throw FaztException.invalid("cursor", "this cursor was changed: pass on the one from the page before");
        }
        return new Cursor(values);
    }

    private static boolean fits(List<JsonNode> values, List<SortKey> keys) {
        if (values.size() != keys.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            boolean fits = keys.get(i).field().column().map(column -> switch (column) {
                case ID -> value.isString();
                case CREATED, UPDATED -> value.isIntegralNumber() && value.canConvertToLong();
            }).orElse(value.isString() || value.isNumber() || value.isBoolean() || value.isNull());
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode decoded(String text) {
        try {
            return JSON.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException e) {
            return null; // The caller of this method says what is wrong, in the caller's words.
        }
    }
}
