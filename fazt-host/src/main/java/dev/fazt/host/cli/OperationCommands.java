package dev.fazt.host.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Makes commands of the operations that a server lists: {@code fazt <plugin> <verb>}, with required parameters by position
 * and the others as options. So a plugin can be managed from the command line the moment it starts.
 */
final class OperationCommands {
    /** Which plugins share the noun of another, because people think of them as one thing. */
    private static final Map<String, String> NOUNS = Map.of("sites", "site");

    private final GlobalOptions options;
    private final Shell shell;

    OperationCommands(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    /** Adds the commands; one that is there already, with the same noun and verb, stays as it is. */
    void addTo(CommandLine root, List<OperationDescription> operations) {
        for (OperationDescription operation : operations) {
            CommandLine group = group(root, operation);
            if (!group.getSubcommands().containsKey(operation.verb())) {
                CommandSpec command = command(operation);
                boolean nested = nest(group, operation, operations);
                command.usageMessage().hidden(nested);
                group.addSubcommand(operation.verb(), command);
            }
        }
    }

    /** Offers {@code domain-add} as {@code domain add} too, if there are more that begin so; true if it did. */
    private boolean nest(CommandLine group, OperationDescription operation, List<OperationDescription> all) {
        int hyphen = operation.verb().indexOf('-');
        String noun = hyphen < 0 ? "" : operation.verb().substring(0, hyphen);
        long family = all.stream()
                .filter(other -> other.plugin().equals(operation.plugin()) && other.verb().startsWith(noun + "-"))
                .count();
        if (noun.isEmpty() || family < 2) {
            return false;
        }
        CommandLine inner = group.getSubcommands().get(noun);
        if (inner == null) {
            inner = group(group, noun);
        } else if (inner.getSubcommands().isEmpty()) {
            return false;
        }
        inner.addSubcommand(operation.verb().substring(hyphen + 1), command(operation));
        return true;
    }

    static String noun(OperationDescription operation) {
        return NOUNS.getOrDefault(operation.plugin(), operation.plugin());
    }

    private static CommandLine group(CommandLine root, OperationDescription operation) {
        String noun = noun(operation);
        CommandLine present = root.getSubcommands().get(noun);
        if (present != null) {
            return present;
        }
        return group(root, noun);
    }

    private static CommandLine group(CommandLine parent, String noun) {
        CommandLine made = new CommandLine(CommandSpec.create().name(noun));
        made.getCommandSpec().usageMessage().description("What there is to do with '%s'.".formatted(noun));
        parent.addSubcommand(noun, made);
        return made;
    }

    private CommandSpec command(OperationDescription operation) {
        OperationArguments arguments = new OperationArguments(options, shell);
        OperationCommand command = new OperationCommand(operation, arguments, options, shell);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(operation.verb());
        // The texts come from the server: nothing in them is a variable or a format here.
        spec.interpolateVariables(false);
        spec.usageMessage().description(text(operation.summary()) + ".");
        int position = 0;
        for (ParameterDescription parameter : operation.parameters()) {
            ArgSpec argument = parameter.required() ? positional(parameter, position++) : option(parameter);
            arguments.add(parameter, argument);
            spec.add(argument);
        }
        List<ParameterDescription> optional =
                operation.parameters().stream().filter(parameter -> !parameter.required()).toList();
        if (optional.size() == 1 && optional.getFirst().valueType() != Boolean.class) {
            // There is no doubt what one more word means: fazt site rollback blog 7.
            ParameterDescription last = optional.getFirst();
            PositionalParamSpec positional = positional(last, position);
            arguments.add(last, positional);
            spec.addPositional(positional);
        }
        file(operation).ifPresent(option -> {
            arguments.file(option);
            spec.addOption(option);
        });
        if (operation.effect() == OperationDescription.Effect.DESTROY && !spec.optionsMap().containsKey("--yes")) {
            OptionSpec yes = OptionSpec.builder("--yes").type(Boolean.class).arity("0").description("Do it without asking.").build();
            arguments.yes(yes);
            spec.addOption(yes);
        }
        return spec;
    }

    private static PositionalParamSpec positional(ParameterDescription parameter, int position) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(position))
                .arity(parameter.required() ? "1" : "0..1")
                .required(parameter.required())
                .type(parameter.valueType())
                .completionCandidates(parameter.values())
                .paramLabel(Names.kebab(parameter.name()).toUpperCase(java.util.Locale.ROOT))
                .description(description(parameter))
                .build();
    }

    private OptionSpec option(ParameterDescription parameter) {
        String name = "--" + Names.kebab(parameter.name());
        boolean taken = CommandLine.Model.CommandSpec.forAnnotatedObject(options).optionsMap().containsKey(name)
                || name.equals("--file");
        OptionSpec.Builder option = OptionSpec.builder(taken ? "--with" + name.substring(1) : name)
                .type(parameter.valueType())
                .completionCandidates(parameter.values())
                .paramLabel(parameter.type().toUpperCase(java.util.Locale.ROOT))
                .description(description(parameter));
        if (parameter.valueType() == Boolean.class) {
            // A flag may stand alone, and can be denied: --active, --active=false.
            return option.arity("0..1").fallbackValue("true").build();
        }
        return option.arity("1").build();
    }

    private static Optional<OptionSpec> file(OperationDescription operation) {
        boolean upload = operation.effect() == OperationDescription.Effect.UPLOAD;
        if (!upload && !operation.download()) {
            return Optional.empty();
        }
        String description = upload ? "The file to send; - is the standard input." : "Where to write it (default: the standard output).";
        return Optional.of(OptionSpec.builder("--file")
                .type(String.class)
                .arity("1")
                .required(upload)
                .paramLabel("FILE")
                .description(description)
                .build());
    }

    private static String description(ParameterDescription parameter) {
        String values = parameter.values().isEmpty() ? "" : " One of: " + String.join(", ", parameter.values()) + ".";
        String stream = parameter.type().equals("json") ? " - reads it from the standard input."
                : parameter.secret() ? " - asks for it, or reads it from the standard input." : "";
        return text(parameter.description() + values + stream);
    }

    /** Escapes what picocli would read as a format or as a style. */
    private static String text(String fromServer) {
        return Shell.plain(fromServer).replace("%", "%%").replace("@|", "@ |");
    }
}
