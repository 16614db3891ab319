package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Is one parameter of an operation, as the server declares it.
 *
 * @param name in camelCase, as in HTTP
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code instant}, {@code enum} or {@code json};
 *     a type that this client does not know yet is passed on as text
 * @param values of an enum
 * @param secret whether it is a password or the like
 */
record ParameterDescription(String name, String type, List<String> values, String description, boolean required, boolean secret) {

    static ParameterDescription from(JsonNode node) {
        List<String> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(value.asString()));
        return new ParameterDescription(
                node.path("name").asString(""),
                node.path("type").asString("string"),
                values,
                node.path("description").asString(""),
                node.path("required").asBoolean(false),
                node.path("secret").asBoolean(false));
    }

    Class<?> valueType() {
        return switch (type) {
            case "integer" -> Long.class;
            case "number" -> java.math.BigDecimal.class;
            case "boolean" -> Boolean.class;
            default -> String.class;
        };
    }
}
