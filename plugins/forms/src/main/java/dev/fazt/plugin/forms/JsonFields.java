package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads a flat JSON object: each value a scalar, or an array of scalars. Numbers keep the digits that were sent. */
final class JsonFields {
    private JsonFields() {}

    static Fields parse(byte[] body, JsonMapper json) {
        Fields fields = new Fields();
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw FaztException.badRequest("the body is no JSON object: send {\"field\": \"value\"}");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        addScalar(fields, name, parser);
                    }
                } else {
                    addScalar(fields, name, parser);
                }
            }
            if (parser.nextToken() != null) {
                throw FaztException.badRequest("something follows the JSON object: send one object");
            }
        } catch (JacksonException _) {
            // The parser's own words quote the input and name its classes; neither is for the visitor.
            throw FaztException.badRequest("the body is not valid JSON: send {\"field\": \"value\"}");
        }
        return fields;
    }

    private static void addScalar(Fields fields, String name, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            // A field without a value, as a form sends none for an unchecked box.
            return;
        }
        if (token == null || !token.isScalarValue()) {
            throw FaztException.invalid(
                    name, "field '%s' is nested: send text, a number, true, false or a list of these"
                            .formatted(Fields.shortened(name)));
        }
        fields.add(name, parser.getString());
    }
}
