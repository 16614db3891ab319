package dev.fazt.host.operation;

import dev.fazt.api.operation.Description;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes one parameter of an operation, as its record declares it.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code instant}, {@code enum} or {@code json}
 * @param values the values of an enum
 * @param secret whether it is a password or the like, not to be shown while it is typed
 */
public record Parameter(
        String name, String type, List<String> values, String description, boolean required, boolean secret) {

    static List<Parameter> of(Class<? extends Record> parameters) {
        return Arrays.stream(parameters.getRecordComponents()).map(Parameter::of).toList();
    }

    private static Parameter of(RecordComponent component) {
        Description description = component.getAnnotation(Description.class);
        Shape shape = Shape.of(component.getGenericType());
        return new Parameter(
                component.getName(),
                typeName(shape),
                shape instanceof Shape.Choice choice ? choice.values() : List.of(),
                description == null ? "" : description.value(),
                isRequired(component),
                isSecret(component));
    }

    static boolean isRequired(RecordComponent component) {
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static boolean isSecret(RecordComponent component) {
        Description description = component.getAnnotation(Description.class);
        return description != null && description.secret();
    }

    private static String typeName(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> "string";
            case Shape.Whole whole -> "integer";
            case Shape.Real real -> "number";
            case Shape.Flag flag -> "boolean";
            case Shape.Time time -> "instant";
            case Shape.Choice choice -> "enum";
            case Shape.Items items -> "json";
            case Shape.Entries entries -> "json";
            case Shape.Fields fields -> "json";
            case Shape.Any any -> "json";
        };
    }
}
