package dev.fazt.host.operation;

import dev.fazt.api.operation.Description;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes one parameter of an operation, as its record declares it.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code instant}, {@code enum} or {@code json}
 * @param values the values of an enum
 */
public record Parameter(String name, String type, List<String> values, String description, boolean required) {

    static List<Parameter> of(Class<? extends Record> parameters) {
        return Arrays.stream(parameters.getRecordComponents()).map(Parameter::of).toList();
    }

    private static Parameter of(RecordComponent component) {
        Class<?> type = component.getType();
        Description description = component.getAnnotation(Description.class);
        List<String> values = type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList()
                : List.of();
        return new Parameter(
                component.getName(),
                typeName(type),
                values,
                description == null ? "" : description.value(),
                !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    private static String typeName(Class<?> type) {
        if (type == String.class) {
            return "string";
        } else if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer";
        } else if (type == double.class || type == Double.class) {
            return "number";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        } else if (type == Instant.class) {
            return "instant";
        }
        return type.isEnum() ? "enum" : "json";
    }
}
