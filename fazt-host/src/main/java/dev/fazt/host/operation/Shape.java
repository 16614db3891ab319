package dev.fazt.host.operation;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Says what a type of a parameter or of a result is in JSON. What can be said of no type in particular is {@link Any}. */
public sealed interface Shape {

    /** Is a text. */
    record Text() implements Shape {}

    /** Is a whole number of 32 or 64 bits. */
    record Whole(long least, long most) implements Shape {}

    /** Is a number. */
    record Real() implements Shape {}

    /** Is true or false. */
    record Flag() implements Shape {}

    /** Is an instant (RFC 3339). */
    record Time() implements Shape {}

    /** Is one of some words. */
    record Choice(List<String> values) implements Shape {}

    /** Is a list. */
    record Items(Type element) implements Shape {}

    /** Is an object with any names and values of one type. */
    record Entries(Type value) implements Shape {}

    /** Is an object with a name for each component of a record. */
    record Fields(Class<?> type) implements Shape {}

    /** Is whatever Jackson makes of the type. */
    record Any(Class<?> type) implements Shape {}

    /** Returns the shape of a type. What a list or a record consists of is looked at when it is asked for, so types may nest. */
    static Shape of(Type type) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
            default -> new Any(Object.class);
        };
    }

    private static Shape ofGeneric(ParameterizedType generic) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
            return new Items(arguments[0]);
        }
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            return new Entries(arguments[1]);
        }
        return ofClass(raw);
    }

    private static Shape ofClass(Class<?> type) {
        if (type == String.class) {
            return new Text();
        } else if (type == int.class || type == Integer.class) {
            return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class || type == Long.class) {
            return new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return new Real();
        } else if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        } else if (type == Instant.class) {
            return new Time();
        } else if (type.isEnum()) {
            return new Choice(Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList());
        } else if (type.isRecord()) {
            return new Fields(type);
        } else if (type.isArray() && type != byte[].class) {
            return new Items(type.getComponentType());
        }
        return new Any(type);
    }

    /** Returns what a value has to be, as the end of a sentence that says so. */
    default String expectation() {
        return switch (this) {
            case Text text -> "a text";
            case Whole whole -> whole.most == Integer.MAX_VALUE ? "a whole number of at most 10 digits" : "a whole number";
            case Real real -> "a number";
            case Flag flag -> "true or false";
            case Time time -> "a time like 2026-01-31T12:00:00Z";
            case Choice choice -> "one of " + String.join(", ", choice.values);
            case Items items -> "a list";
            case Entries entries -> "an object";
            case Fields fields -> "an object";
            case Any any -> "a value of another kind";
        };
    }
}
