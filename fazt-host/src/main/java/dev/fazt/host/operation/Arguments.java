package dev.fazt.host.operation;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Is what a request says to an operation, before it is checked.
 *
 * @param values the arguments by name
 * @param dryRun whether an operation that destroys is only to tell what it would do
 */
record Arguments(ObjectNode values, boolean dryRun) {

    /**
     * Reads the arguments: from the query of what only reads or takes an upload, else from a JSON object in the body.
     *
     * @throws FaztException 400 if they can not be read, 422 if one stands where it does not count
     */
    static Arguments of(ServerRequest request, BoundOperation<?, ?> bound) {
        JsonMapper json = bound.json();
        Operation<?, ?> operation = bound.operation();
        return switch (operation.effect()) {
            case READ, UPLOAD -> new Arguments(query(request, bound, json), false);
            case WRITE -> {
                refuseQuery(request, operation, List.of());
                yield new Arguments(body(request, json), false);
            }
            case DESTROY -> {
                refuseQuery(request, operation, List.of(Operation.DRY_RUN));
                ObjectNode values = body(request, json);
                boolean inBody = values.has(Operation.DRY_RUN) && flag(values.remove(Operation.DRY_RUN).asString(""));
                boolean inQuery = request.query().contains(Operation.DRY_RUN) && flag(once(request, Operation.DRY_RUN));
                yield new Arguments(values, inBody || inQuery);
            }
        };
    }

    /** Returns the value of the parameter that names the target; null if there is none that could name one. */
    @Nullable String target(Operation<?, ?> operation) {
        String parameter = operation.target();
        JsonNode value = parameter == null ? null : values.get(parameter);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw FaztException.invalid(Operation.DRY_RUN, "'%s' must be true or false".formatted(Operation.DRY_RUN));
        };
    }

    /** What is not read must not be there: somebody who is sure to have asked for a dry run would be in for a surprise. */
    private static void refuseQuery(ServerRequest request, Operation<?, ?> operation, List<String> allowed) {
        for (String name : request.query().names()) {
            if (!allowed.contains(name)) {
                throw FaztException.invalid(
                        name.length() > 60 ? "" : name,
                        "'%s' takes its parameters as a JSON object in the body, not in the query".formatted(operation.name()));
            }
        }
    }

    private static String once(ServerRequest request, String name) {
        List<String> given = request.query().all(name, List::of);
        if (given.size() > 1) {
            throw FaztException.invalid(name, "'%s' is given %d times: give it once".formatted(name, given.size()));
        }
        return given.isEmpty() ? "" : given.getFirst();
    }

    private static ObjectNode query(ServerRequest request, BoundOperation<?, ?> bound, JsonMapper json) {
        ObjectNode values = json.createObjectNode();
        for (String name : request.query().names()) {
            String text = once(request, name);
            Parameter parameter = bound.parameter(name);
            if (parameter == null || parameter.type().equals("string")) {
                values.put(name, text);
            } else if (parameter.type().equals("json")) {
                values.set(name, parsed(text, name, json));
            } else if (!text.isEmpty() || parameter.required()) {
                // A form sends what was not filled in as an empty text.
                values.put(name, text);
            }
        }
        return values;
    }

    private static JsonNode parsed(String text, String name, JsonMapper json) {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            throw FaztException.invalid(name, "'%s' is not JSON: %s".formatted(name, e.getOriginalMessage()));
        }
    }

    private static ObjectNode body(ServerRequest request, JsonMapper json) {
        if (!request.content().hasEntity()) {
            return json.createObjectNode();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length == 0) {
                return json.createObjectNode();
            }
            if (json.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw FaztException.badRequest("the body must be a JSON object with the parameters");
        } catch (JacksonException e) {
            throw FaztException.badRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
