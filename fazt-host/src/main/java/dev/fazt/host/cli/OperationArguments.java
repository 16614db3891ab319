package dev.fazt.host.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Is what was given on the command line for the parameters of an operation. */
final class OperationArguments {
    private static final String FROM_INPUT = "-";

    private final Map<ParameterDescription, List<ArgSpec>> parameters = new LinkedHashMap<>();
    private final GlobalOptions options;
    private final Shell shell;
    private Optional<OptionSpec> file = Optional.empty();
    private Optional<OptionSpec> yes = Optional.empty();

    OperationArguments(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    void add(ParameterDescription parameter, ArgSpec argument) {
        parameters.merge(
                parameter, List.of(argument), (first, second) -> List.of(first.getFirst(), second.getFirst()));
    }

    void file(OptionSpec option) {
        file = Optional.of(option);
    }

    void yes(OptionSpec option) {
        yes = Optional.of(option);
    }

    /** Tells whether the user has said beforehand that it is meant. */
    boolean yes() {
        return yes.map(option -> Boolean.TRUE.equals(option.<@Nullable Boolean>getValue())).orElse(false);
    }

    /** Returns the name of the file to send or to write, null if none was given. */
    @Nullable String file() {
        return file.map(option -> option.<@Nullable String>getValue()).orElse(null);
    }

    /** Returns the parameters for a query. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        parameters.keySet().forEach(parameter -> {
            Object value = value(parameter);
            if (value != null) {
                query.put(parameter.name(), value.toString());
            }
        });
        return query;
    }

    /** Returns the parameters as a JSON object. */
    ObjectNode object() {
        ObjectNode object = ServerClient.JSON.createObjectNode();
        parameters.keySet().forEach(parameter -> {
            Object value = value(parameter);
            if (value != null) {
                object.set(parameter.name(), json(parameter, value));
            }
        });
        return object;
    }

    /** Returns what was given for a parameter, by position or as an option; null if nothing was. */
    private @Nullable Object value(ParameterDescription parameter) {
        List<Object> given = parameters.getOrDefault(parameter, List.of()).stream()
                .map(ArgSpec::<@Nullable Object>getValue)
                .filter(Objects::nonNull)
                .toList();
        if (given.size() > 1) {
            throw CommandFailure.usage("%s is given twice: once is enough".formatted(Names.kebab(parameter.name())));
        }
        if (given.isEmpty()) {
            return format(parameter);
        }
        boolean typed = parameter.secret() && given.getFirst().equals(FROM_INPUT);
        return typed ? shell.secret(Names.kebab(parameter.name()) + ": ") : given.getFirst();
    }

    /** What is to be printed as CSV is asked for as CSV, where an operation has the choice. */
    private @Nullable Object format(ParameterDescription parameter) {
        boolean choice = parameter.name().equals("format");
        return parameter.values().stream()
                .filter(value -> choice && options.output != OutputFormat.TABLE && value.equalsIgnoreCase(options.output.name()))
                .findFirst()
                .orElse(null);
    }

    private JsonNode json(ParameterDescription parameter, Object value) {
        if (!parameter.type().equals("json")) {
            return ServerClient.JSON.valueToTree(value);
        }
        try {
            return value.equals(FROM_INPUT)
                    ? ServerClient.JSON.readTree(shell.in())
                    : ServerClient.JSON.readTree(value.toString());
        } catch (JacksonException e) {
            throw CommandFailure.usage("%s is not valid JSON: %s"
                    .formatted(Names.kebab(parameter.name()), Shell.plain(e.getOriginalMessage())));
        }
    }
}
