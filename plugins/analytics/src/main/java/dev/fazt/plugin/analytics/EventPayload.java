package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is what a script tells of an event, in the words of Plausible's events API: {@code name}, {@code url}, {@code referrer} and
 * {@code props}, or their first letters. Everything else in it is ignored, so that nobody can pretend to be at another address,
 * in another browser or at another time.
 *
 * @param name {@link Hit#PAGE_VIEW} or a name of the site's own
 * @param url of the page; of its host nothing is made, since the site is the one that was asked
 * @param referrer the URL of the page before; empty if unknown
 * @param props a JSON object, or null
 */
record EventPayload(String name, PageUrl url, String referrer, @Nullable String props) {
    private static final int LONGEST_NAME = 120;
    private static final int MOST_PROPS = 30;
    private static final int LONGEST_KEY = 300;
    private static final int LONGEST_VALUE = 2_000;

    /**
     * Reads a payload.
     *
     * @throws FaztException as {@link dev.fazt.api.Fault.Invalid}: 400 if it is no JSON object, 422 if a field is wrong
     */
    static EventPayload parse(byte[] body, JsonMapper json) {
        JsonNode node;
        try {
            node = json.readTree(body);
        } catch (JacksonException e) {
            throw FaztException.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
        if (node == null || !node.isObject()) {
            throw FaztException.badRequest("the body is not a JSON object: send {\"name\": …, \"url\": …}");
        }
        String name = text(node, "name", "n").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw FaztException.invalid(
                    "name", "an event needs a name of 1 to %d characters".formatted(LONGEST_NAME));
        }
        String address = text(node, "url", "u");
        PageUrl url = PageUrl.parse(address)
                .filter(parsed -> parsed.path().indexOf('\0') < 0)
                .orElseThrow(() -> FaztException.invalid(
                        "url",
                        "'%s' is not the URL of a page: send location.href"
                                .formatted(address.length() > 80 ? address.substring(0, 80) + "…" : address)));
        return new EventPayload(name, url, text(node, "referrer", "r"), props(node, json));
    }

    private static String text(JsonNode node, String name, String letter) {
        JsonNode value = value(node, name, letter);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw FaztException.invalid(name, "'%s' is not text".formatted(name));
        }
        return value.stringValue();
    }

    private static @Nullable JsonNode value(JsonNode node, String name, String letter) {
        JsonNode value = node.get(name);
        return value != null ? value : node.get(letter);
    }

    private static @Nullable String props(JsonNode node, JsonMapper json) {
        JsonNode props = value(node, "props", "p");
        if (props == null || props.isNull()) {
            return null;
        }
        if (!props.isObject()) {
            throw FaztException.invalid("props", "'props' is not an object");
        }
        if (props.size() > MOST_PROPS) {
            throw FaztException.invalid("props", "%d props are more than %d".formatted(props.size(), MOST_PROPS));
        }
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            requireSmall(prop.getKey(), prop.getValue());
        }
        return props.isEmpty() ? null : json.writeValueAsString(props);
    }

    private static void requireSmall(String key, JsonNode value) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw FaztException.invalid("props", "the key of a prop has 1 to %d characters".formatted(LONGEST_KEY));
        }
        if (value.isContainer()) {
            throw FaztException.invalid("props", "the prop '%s' is not text, a number or a boolean".formatted(key));
        }
        if (value.isString() && value.stringValue().length() > LONGEST_VALUE) {
            throw FaztException.invalid(
                    "props", "the prop '%s' is longer than %d characters".formatted(key, LONGEST_VALUE));
        }
    }
}
