package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Is one operation, as the server declares it: enough to make a command of it.
 *
 * @param plugin the noun of the command
 * @param verb the verb of the command
 * @param download whether it answers with bytes instead of JSON
 */
record OperationDescription(
        String plugin,
        String verb,
        String summary,
        Effect effect,
        String path,
        boolean download,
        List<ParameterDescription> parameters) {

    /** The parameter that every operation that destroys has. */
    static final String DRY_RUN = dev.fazt.api.operation.Operation.DRY_RUN;

    private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9-]*)\\.([a-z][a-z0-9-]*)");

    /** Says how an operation is called. */
    enum Effect {
        /** By GET. */
        READ,
        /** By POST, with the parameters as a JSON object. */
        WRITE,
        /** As to write, after a confirmation: it can not be undone. */
        DESTROY,
        /** By POST, with the parameters in the query and the bytes as the body. */
        UPLOAD
    }

    /** Reads the server's list; an operation that this client can not call is left out. */
    static List<OperationDescription> list(JsonNode answer) {
        List<OperationDescription> operations = new ArrayList<>();
        for (JsonNode node : answer.path("operations")) {
            var name = NAME.matcher(node.path("name").asString(""));
            String path = node.path("path").asString("");
            if (!name.matches() || !path.startsWith("/")) {
                continue;
            }
            List<ParameterDescription> parameters = new ArrayList<>();
            node.path("parameters").forEach(parameter -> parameters.add(ParameterDescription.from(parameter)));
            if (node.path("effect").asString("").equals("DESTROY")) {
                parameters.add(new ParameterDescription(DRY_RUN, "boolean", List.of(), "Only tell what it would do", false, false));
            }
            operations.add(new OperationDescription(
                    name.group(1),
                    name.group(2),
                    node.path("summary").asString(""),
                    effect(node.path("effect").asString("")),
                    path,
                    node.path("download").asBoolean(false),
                    List.copyOf(parameters)));
        }
        return operations;
    }

    private static Effect effect(String text) {
        return switch (text) {
            case "READ" -> Effect.READ;
            case "DESTROY" -> Effect.DESTROY;
            case "UPLOAD" -> Effect.UPLOAD;
            default -> Effect.WRITE;
        };
    }
}
