package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import dev.fazt.api.Secret;
import dev.fazt.api.Settings;
import dev.fazt.api.operation.Description;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds the settings of one generation: the record that the plugin declared, with what the owner has set over its defaults. */
final class BoundSettings<S extends Record> implements Settings<S> {
    private static final String MASK = "******";

    private final Class<S> type;
    private final ObjectNode defaults;
    private final JsonMapper json;
    private final BooleanSupplier registering;
    private final List<Consumer<S>> listeners = new CopyOnWriteArrayList<>();
    private volatile S current;

    /**
     * @param set what the owner has set
     * @param registering tells whether listeners may still be added
     */
    BoundSettings(S defaults, ObjectNode set, JsonMapper json, BooleanSupplier registering) {
        @SuppressWarnings("unchecked") // the class of a value of S
        Class<S> type = (Class<S>) defaults.getClass();
        this.type = type;
        this.json = json;
        this.registering = registering;
        this.defaults = json.valueToTree(defaults);
        this.current = bound(set);
    }

    /** Makes the record of what was set; says which key is wrong if that can not be. */
    private S bound(ObjectNode set) {
        List<String> keys = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
        for (String key : set.propertyNames()) {
            if (!keys.contains(key)) {
                throw FaztException.invalid(
                        key, "there is no setting '%s': there are %s".formatted(key, keys.isEmpty() ? "none" : String.join(", ", keys)));
            }
        }
        ObjectNode all = defaults.deepCopy();
        all.setAll(set);
        try {
            return json.treeToValue(all, type);
        } catch (JacksonException e) {
            throw refused(e);
        }
    }

    private FaztException refused(JacksonException failure) {
        String key = failure.getPath().isEmpty() ? "" : String.valueOf(failure.getPath().getFirst().getPropertyName());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof FaztException own) {
                return own;
            }
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null && key.isEmpty()) {
                return FaztException.invalid("", String.valueOf(cause.getMessage()));
            }
        }
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(key))
                .findFirst()
                .map(component -> FaztException.invalid(key, "'%s' must be %s".formatted(key, allowed(component.getType()))))
                .orElseGet(() -> FaztException.invalid(key, "the settings do not fit: " + failure.getOriginalMessage()));
    }

    private static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
        }
        return type == Duration.class ? "a duration such as PT30S or PT24H" : "of type " + typeName(type);
    }

    private static String typeName(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer";
        } else if (type == double.class || type == Double.class) {
            return "number";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        } else if (type == Duration.class) {
            return "duration";
        }
        return type.isEnum() ? "enum" : "string";
    }

    /** Checks what would be set, and changes nothing. */
    void check(ObjectNode set) {
        bound(set);
    }

    /** Lets what was set hold, and tells the plugin. */
    void change(ObjectNode set) {
        S next = bound(set);
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    List<SettingListing> listings(ObjectNode set) {
        List<SettingListing> listings = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = component.getName();
            boolean secret = component.isAnnotationPresent(Secret.class);
            Description description = component.getAnnotation(Description.class);
            JsonNode value = set.has(key) ? set.path(key) : defaults.path(key);
            listings.add(new SettingListing(
                    key,
                    shown(value, secret),
                    shown(defaults.path(key), secret),
                    typeName(component.getType()),
                    description == null ? "" : description.value()));
        }
        return listings;
    }

    /** Returns the JSON Schema (draft 2020-12) of what can be set. */
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), schema(component));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> schema(RecordComponent component) {
        Map<String, Object> schema = new LinkedHashMap<>();
        String kind = typeName(component.getType());
        schema.put("type", kind.equals("duration") || kind.equals("enum") ? "string" : kind);
        if (kind.equals("duration")) {
            schema.put("format", "duration");
        } else if (kind.equals("enum")) {
            schema.put("enum", Arrays.stream(component.getType().getEnumConstants()).map(String::valueOf).toList());
        }
        Description description = component.getAnnotation(Description.class);
        if (description != null) {
            schema.put("description", description.value());
        }
        if (component.isAnnotationPresent(Secret.class)) {
            schema.put("writeOnly", true);
        } else if (!defaults.path(component.getName()).isNull()) {
            schema.put("default", defaults.path(component.getName()));
        }
        return schema;
    }

    /** Shows what was set in the words of its owner, without a plugin that could say more. */
    static List<SettingListing> unbound(ObjectNode set) {
        return set.properties().stream()
                .map(field -> new SettingListing(field.getKey(), MASK, null, "string", "not known: the plugin does not run"))
                .toList();
    }

    private static @Nullable String shown(JsonNode value, boolean secret) {
        if (value.isMissingNode() || value.isNull() || (secret && value.asString().isEmpty())) {
            return null;
        }
        return secret ? MASK : value.asString();
    }

    /** Puts texts over what was set before; an empty one takes the setting back to its default. */
    static ObjectNode merged(ObjectNode set, Map<String, String> changes) {
        ObjectNode merged = set.deepCopy();
        changes.forEach((key, text) -> {
            if (text.isEmpty()) {
                merged.remove(key);
            } else {
                merged.put(key, text);
            }
        });
        return merged;
    }

    @Override
    public S current() {
        return current;
    }

    @Override
    public void onChange(Consumer<S> listener) {
        if (!registering.getAsBoolean()) {
            throw new IllegalStateException("listeners of settings are added while the plugin starts");
        }
        listeners.add(listener);
    }
}
