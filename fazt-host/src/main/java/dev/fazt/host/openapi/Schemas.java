package dev.fazt.host.openapi;

import dev.fazt.api.operation.Description;
import dev.fazt.host.operation.Shape;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON Schemas (draft 2020-12, as OpenAPI 3.1 has them) of types. A record becomes a schema with a name, once, so records may
 * refer to each other and to themselves. Used by one thread.
 */
final class Schemas {
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, Object> named = new TreeMap<>();

    /** Returns the schemas with names. */
    Map<String, Object> named() {
        return named;
    }

    /**
     * Returns the schema of a type.
     *
     * @param plugin which the type belongs to, for its name
     */
    Map<String, Object> of(Type type, String plugin) {
        return switch (Shape.of(type)) {
            case Shape.Text text -> typed("string");
            case Shape.Whole whole -> formatted("integer", whole.most() == Integer.MAX_VALUE ? "int32" : "int64");
            case Shape.Real real -> formatted("number", "double");
            case Shape.Flag flag -> typed("boolean");
            case Shape.Time time -> formatted("string", "date-time");
            case Shape.Choice choice -> {
                Map<String, Object> schema = typed("string");
                schema.put("enum", choice.values());
                yield schema;
            }
            case Shape.Items items -> {
                Map<String, Object> schema = typed("array");
                schema.put("items", of(items.element(), plugin));
                yield schema;
            }
            case Shape.Entries entries -> {
                Map<String, Object> schema = typed("object");
                schema.put("additionalProperties", of(entries.value(), plugin));
                yield schema;
            }
            case Shape.Fields fields -> reference(fields.type(), plugin);
            case Shape.Any any -> any(any.type());
        };
    }

    private static Map<String, Object> any(Class<?> type) {
        if (type != byte[].class) {
            return new LinkedHashMap<>(); // anything
        }
        Map<String, Object> schema = typed("string");
        schema.put("contentEncoding", "base64");
        return schema;
    }

    private Map<String, Object> reference(Class<?> type, String plugin) {
        String name = names.get(type);
        if (name == null) {
            String wanted = plugin + "." + type.getSimpleName();
            name = wanted;
            for (int i = 2; named.containsKey(name); i++) {
                name = wanted + i;
            }
            names.put(type, name);
            named.put(name, Map.of()); // taken, before the components are looked at
            named.put(name, object(type, plugin));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$ref", "#/components/schemas/" + name);
        return schema;
    }

    private Map<String, Object> object(Class<?> type, String plugin) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Map<String, Object> schema = of(component.getGenericType(), plugin);
            properties.put(component.getName(), described(optional ? orNull(schema) : schema, component));
            if (!optional) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = typed("object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> described(Map<String, Object> schema, RecordComponent component) {
        Description description = component.getAnnotation(Description.class);
        if (description != null) {
            schema.put("description", description.value());
            if (description.secret()) {
                schema.put("format", "password");
                schema.put("writeOnly", true);
            }
        }
        return schema;
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        if (schema.containsKey("$ref")) {
            Map<String, Object> either = new LinkedHashMap<>();
            either.put("anyOf", List.of(schema, typed("null")));
            return either;
        }
        if (schema.get("enum") instanceof List<?> values) {
            List<@Nullable Object> withNull = new ArrayList<>(values);
            withNull.add(null);
            schema.put("enum", withNull);
        }
        if (schema.get("type") instanceof String type) {
            schema.put("type", Arrays.asList(type, "null"));
        }
        return schema;
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> formatted(String type, String format) {
        Map<String, Object> schema = typed(type);
        schema.put("format", format);
        return schema;
    }
}
