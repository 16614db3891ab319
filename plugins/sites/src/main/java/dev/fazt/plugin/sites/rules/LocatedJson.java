package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Is a JSON value that knows its line, and tells in words what it is not. */
sealed interface LocatedJson {
    int line();

    record Text(int line, String value) implements LocatedJson {}

    record Numeric(int line, String value) implements LocatedJson {}

    record Flag(int line, boolean value) implements LocatedJson {}

    record Null(int line) implements LocatedJson {}

    record Items(int line, List<LocatedJson> items) implements LocatedJson {}

    record Members(int line, Map<String, LocatedJson> members) implements LocatedJson {}

    default String text(String what) throws RuleException {
        if (this instanceof Text text) {
            return text.value();
        }
        throw RuleException.of("'%s' must be a text, in quotes", what);
    }

    default boolean flag(String what) throws RuleException {
        if (this instanceof Flag flag) {
            return flag.value();
        }
        throw RuleException.of("'%s' must be true or false", what);
    }

    default int number(String what) throws RuleException {
        if (this instanceof Numeric number && number.value().matches("\\d{1,9}")) {
            return Integer.parseInt(number.value());
        }
        throw RuleException.of("'%s' must be a whole number", what);
    }

    default List<LocatedJson> items(String what) throws RuleException {
        if (this instanceof Items items) {
            return items.items();
        }
        throw RuleException.of("'%s' must be a list, in brackets", what);
    }

    default List<String> texts(String what) throws RuleException {
        List<String> texts = new ArrayList<>();
        for (LocatedJson item : items(what)) {
            texts.add(item.text(what));
        }
        return texts;
    }

    /**
     * Returns the members of an object.
     *
     * @param known the names that there are; empty for any
     */
    default Map<String, LocatedJson> members(String what, Set<String> known) throws RuleException {
        if (!(this instanceof Members members)) {
            throw RuleException.of("%s must be an object, in braces", what);
        }
        for (String name : members.members().keySet()) {
            if (!known.isEmpty() && !known.contains(name)) {
                throw unknown(name, known);
            }
        }
        return members.members();
    }

    static LocatedJson required(Map<String, LocatedJson> members, String name) throws RuleException {
        LocatedJson value = members.get(name);
        if (value == null) {
            throw RuleException.of("\"%s\" is missing", name);
        }
        return value;
    }

    static RuleException unknown(String name, Set<String> known) {
        return RuleException.of(
                "'%s' is not known; there is " + String.join(", ", known.stream().sorted().toList()), name);
    }

    /**
     * Reads a document.
     *
     * @throws tools.jackson.core.JacksonException with the location, if it is not one JSON value or nested too deeply
     */
    static LocatedJson parse(String text) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new StreamReadException(parser, "the file is empty: write at least '{}'");
            }
            LocatedJson value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "there is something after the end of the document");
            }
            return value;
        }
    }

    private static LocatedJson value(JsonParser parser, JsonToken token) {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (token) {
            case START_OBJECT -> members(parser, line);
            case START_ARRAY -> items(parser, line);
            case VALUE_STRING -> new Text(line, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Flag(line, token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new Null(line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeric(line, parser.getString());
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new StreamReadException(parser, "a value is missing");
        };
    }

    private static LocatedJson members(JsonParser parser, int line) {
        Map<String, LocatedJson> members = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Members(line, members);
    }

    private static LocatedJson items(JsonParser parser, int line) {
        List<LocatedJson> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new Items(line, items);
    }
}
