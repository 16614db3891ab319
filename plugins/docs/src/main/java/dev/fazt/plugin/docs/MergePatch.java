package dev.fazt.plugin.docs;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON merge patch (RFC 7396) to an object. */
final class MergePatch {
    private MergePatch() {}

    /** Changes the target: null removes a field, an object is merged into one, anything else replaces. */
    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value instanceof ObjectNode object) {
                ObjectNode inner = target.path(name) instanceof ObjectNode present ? present : target.objectNode();
                target.set(name, apply(inner, object));
            } else {
                target.set(name, value);
            }
        }
        return target;
    }
}
