package dev.fazt.host.operation;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a record of the arguments of one call, and finds not only the first thing that is wrong with them. Jackson by itself would
 * stop at the first, and would cut 3.7 to 3.
 */
final class ArgumentCheck {
    private static final int MOST_ERRORS = 20;
    private static final int LONGEST_VALUE = 60;
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");

    private final JsonMapper json;
    private final String operation;
    private final List<Fault.FieldError> errors = new ArrayList<>();

    ArgumentCheck(JsonMapper json, String operation) {
        this.json = json;
        this.operation = operation;
    }

    /**
     * Makes the record.
     *
     * @throws FaztException 422 naming each field that is missing, unknown or wrong
     */
    <P extends Record> P bind(ObjectNode arguments, Class<P> type) {
        Object made = fields("", arguments, type);
        if (!errors.isEmpty() || made == null) {
            throw new FaztException(new Fault.Invalid(422, errors), summary());
        }
        return type.cast(made);
    }

    private String summary() {
        if (errors.size() == 1) {
            return errors.getFirst().message();
        }
        return errors.stream()
                .map(Fault.FieldError::message)
                .collect(Collectors.joining("; ", errors.size() + " things are wrong: ", ""));
    }

    private @Nullable Object fields(String path, ObjectNode node, Class<?> type) {
        int before = errors.size();
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            String field = join(path, component.getName());
            if (node.hasNonNull(component.getName())) {
                value(field, node.get(component.getName()), component.getGenericType(), Parameter.isSecret(component));
            } else if (Parameter.isRequired(component)) {
                add(field, "REQUIRED", "'%s' is required by '%s'".formatted(field, operation));
            }
        }
        Set<String> known = Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                String takes = known.isEmpty()
                        ? "none"
                        : Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
                add(join(path, shortened(name)), "UNKNOWN", "'%s' has no parameter '%s': it takes %s"
                        .formatted(operation, join(path, shortened(name)), takes));
            }
        }
        return errors.size() == before ? made(path, node, type, type) : null;
    }

    private void value(String path, JsonNode node, Type type, boolean secret) {
        Shape shape = Shape.of(type);
        boolean right = switch (shape) {
            case Shape.Text text -> node.isString();
            case Shape.Whole whole -> isWhole(node, whole);
            case Shape.Real real -> isReal(node);
            case Shape.Flag flag -> node.isBoolean() || isText(node, "true") || isText(node, "false");
            case Shape.Time time -> node.isString() && isTime(node.stringValue());
            case Shape.Choice choice -> node.isString() && choice.values().contains(node.stringValue());
            case Shape.Items items -> node instanceof ArrayNode;
            case Shape.Entries entries -> node instanceof ObjectNode;
            case Shape.Fields fields -> node instanceof ObjectNode;
            case Shape.Any any -> true;
        };
        if (!right) {
            add(path, "INVALID", "'%s' must be %s%s".formatted(
                    path, shape.expectation(), secret || node.isContainer() ? "" : ", not '%s'".formatted(shortened(node.asString()))));
            return;
        }
        switch (shape) {
            case Shape.Items items -> {
                for (int i = 0; i < node.size(); i++) {
                    element(path + "[" + i + "]", node.get(i), items.element(), secret);
                }
            }
            case Shape.Entries entries -> node.properties().forEach(
                    entry -> element(join(path, shortened(entry.getKey())), entry.getValue(), entries.value(), secret));
            case Shape.Fields fields -> fields(path, (ObjectNode) node, fields.type());
            case Shape.Any any -> made(path, node, type, any.type());
            case Shape.Text text -> {}
            case Shape.Whole whole -> {}
            case Shape.Real real -> {}
            case Shape.Flag flag -> {}
            case Shape.Time time -> {}
            case Shape.Choice choice -> {}
        }
    }

    private void element(String path, JsonNode node, Type type, boolean secret) {
        if (node.isNull() && !(Shape.of(type) instanceof Shape.Any)) {
            add(path, "REQUIRED", "'%s' may not be null".formatted(path));
        } else {
            value(path, node, type, secret);
        }
    }

    private static boolean isWhole(JsonNode node, Shape.Whole whole) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() && node.asLong() >= whole.least() && node.asLong() <= whole.most();
        }
        if (!node.isString() || !WHOLE.matcher(node.stringValue()).matches()) {
            return false;
        }
        try {
            long value = Long.parseLong(node.stringValue());
            return value >= whole.least() && value <= whole.most();
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private static boolean isReal(JsonNode node) {
        if (node.isNumber()) {
            return Double.isFinite(node.asDouble());
        }
        try {
            return node.isString() && Double.isFinite(Double.parseDouble(node.stringValue()));
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static boolean isText(JsonNode node, String text) {
        return node.isString() && node.stringValue().equals(text);
    }

    /** Makes a value whose parts are right: what remains to go wrong is what its constructor refuses. */
    private @Nullable Object made(String path, JsonNode node, Type type, Class<?> raw) {
        try {
            return json.treeToValue(node, json.constructType(type));
        } catch (JacksonException failure) {
            switch (failure.getCause()) {
                case FaztException refused when refused.fault() instanceof Fault.Invalid invalid
                        && !invalid.fields().isEmpty() ->
                    invalid.fields().forEach(field -> add(fieldOf(path, field.field(), raw), field.code(), field.message()));
                case FaztException refused when refused.fault() instanceof Fault.Invalid ->
                    refused(path, refused.getMessage(), raw);
                case FaztException refused -> throw refused;
                case IllegalArgumentException refused -> refused(path, String.valueOf(refused.getMessage()), raw);
                case null, default -> refused(path, "it can not be read: " + failure.getOriginalMessage(), raw);
            }
            return null;
        }
    }

    private static String fieldOf(String path, String named, Class<?> type) {
        boolean own = path.isEmpty() || componentsOf(type).contains(named);
        return own ? join(path, named) : path;
    }

    /** Adds what a constructor refused by an exception that names no field: the one component that its message speaks of is it. */
    private void refused(String path, String message, Class<?> type) {
        List<String> meant = componentsOf(type).stream()
                .filter(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(message).find())
                .toList();
        List<String> candidates = meant.isEmpty() ? componentsOf(type) : meant;
        add(candidates.size() == 1 ? join(path, candidates.getFirst()) : path, "INVALID", message);
    }

    private static List<String> componentsOf(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList()
                : List.of();
    }

    private void add(String field, String code, String message) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(new Fault.FieldError(field, code, message));
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
}
