package dev.fazt.host.openapi;

import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes each operation as a path of an OpenAPI document. Used by one thread. */
final class Paths {
    private static final Map<String, Object> PROBLEM = Map.of("$ref", "#/components/responses/Problem");

    private final Schemas schemas;

    Paths(Schemas schemas) {
        this.schemas = schemas;
    }

    static String pathOf(Operation<?, ?> operation) {
        return "/api/" + operation.plugin() + "/" + operation.verb();
    }

    Map<String, Object> describe(Operation<?, ?> operation) {
        boolean read = operation.effect() == Operation.Effect.READ;
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", operation.name());
        described.put("summary", operation.summary());
        described.put("description", permission(operation));
        described.put("tags", List.of(operation.plugin()));
        List<Object> parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        switch (operation.effect()) {
            case READ -> {}
            case WRITE, DESTROY -> described.put("requestBody", body(operation));
            case UPLOAD -> described.put("requestBody", Map.of(
                    "required", true, "content", Map.of("application/octet-stream", Map.of())));
        }
        described.put("responses", responses(operation));
        described.put("x-fazt-effect", operation.effect().name());
        described.put("x-fazt-scope", operation.scope().value());
        String target = operation.target();
        if (target != null) {
            described.put("x-fazt-target", target);
        }
        return Map.of(read ? "get" : "post", described);
    }

    private static String permission(Operation<?, ?> operation) {
        String target = operation.target();
        String scope = "Needs the scope `%s`".formatted(operation.scope());
        return target == null ? scope + "." : "%s, or `%s:<%s>` for one.".formatted(scope, operation.scope(), target);
    }

    private List<Object> parameters(Operation<?, ?> operation) {
        List<Object> parameters = new ArrayList<>();
        switch (operation.effect()) {
            case READ, UPLOAD -> {
                for (RecordComponent component : operation.parameters().getRecordComponents()) {
                    parameters.add(parameter(component, operation.plugin()));
                }
            }
            case DESTROY -> parameters.add(Map.of(
                    "name", Operation.DRY_RUN,
                    "in", "query",
                    "description", "Only tell what it would do, and change nothing",
                    "schema", Map.of("type", "boolean", "default", false)));
            case WRITE -> {}
        }
        return parameters;
    }

    private Map<String, Object> parameter(RecordComponent component, String plugin) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", component.getName());
        parameter.put("in", "query");
        Description description = component.getAnnotation(Description.class);
        if (description != null) {
            parameter.put("description", description.value());
        }
        parameter.put("required", !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        Map<String, Object> schema = schemas.of(component.getGenericType(), plugin);
        if (schema.get("type") instanceof String type && !type.equals("array") && !type.equals("object")) {
            parameter.put("schema", schema);
        } else {
            parameter.put("content", Map.of("application/json", Map.of("schema", schema)));
        }
        return parameter;
    }

    private Map<String, Object> body(Operation<?, ?> operation) {
        Map<String, Object> schema = schemas.of(operation.parameters(), operation.plugin());
        if (operation.effect() == Operation.Effect.WRITE) {
            schema.put("unevaluatedProperties", false);
        }
        boolean needed = Arrays.stream(operation.parameters().getRecordComponents())
                .anyMatch(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        return Map.of("required", needed, "content", Map.of("application/json", Map.of("schema", schema)));
    }

    private Map<String, Object> responses(Operation<?, ?> operation) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (operation.result() == Download.class) {
            content.put("*/*", Map.of()); // bytes of a type that the answer names
        } else {
            content.put("application/json", Map.of("schema", schemas.of(operation.result(), operation.plugin())));
            if (operation.effect() != Operation.Effect.READ) {
                content.put("text/event-stream", Map.of("schema", Map.of(
                        "type", "string",
                        "description", "With `Accept: text/event-stream`: events `progress` (step, done, total), and at the end one"
                                + " `result`, with what application/json would hold, or `problem`")));
            }
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("200", Map.of("description", "It is done", "content", content));
        for (String status : List.of("400", "401", "403", "404", "409", "413", "422", "429", "503", "507", "default")) {
            responses.put(status, PROBLEM);
        }
        return responses;
    }
}
