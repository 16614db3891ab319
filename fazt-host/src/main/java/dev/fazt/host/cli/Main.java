package dev.fazt.host.cli;

import dev.fazt.api.FaztException;
import dev.fazt.host.StartupException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command: reads the arguments, asks the server for more commands if these are not built in, and executes. */
public final class Main {
    private static final String COMPLETE = "__complete";

    /** The built-in nouns that have nothing to do with a server. */
    private static final Set<String> OWN = Set.of("remote", "completion");

    private final Shell shell;
    private final FaztCommand root = new FaztCommand();
    private final CommandLine commands;

    Main(Shell shell) {
        this.shell = shell;
        this.commands = new BuiltInCommands(root, shell).line();
    }

    public static void main(String[] arguments) {
        // A cached jar keeps its file open, and an upgraded plugin would be read from the old one.
        URLConnection.setDefaultUseCaches("jar", false);
        Shell shell = Shell.ofProcess();
        int exitCode;
        try {
            exitCode = new Main(shell).run(arguments);
        } catch (Throwable e) {
            // The last resort for errors of the machine, such as too little memory: one line here as well.
            shell.err().println("fazt: " + describe(e));
            exitCode = ExitCode.FAILED;
        }
        System.exit(exitCode);
    }

    /** Runs one command and returns its exit code. */
    int run(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals(COMPLETE)) {
            return complete(List.of(arguments).subList(1, arguments.length));
        }
        try {
            addOperations(arguments);
        } catch (CommandFailure failure) {
            return report(failure.getMessage(), failure.exitCode());
        } catch (ParameterException e) {
            return usage(e);
        }
        return commands.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private void configure() {
        commands.setOut(writer(shell.out()));
        commands.setErr(writer(shell.err()));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        // An argument such as @home is data, not the name of a file with more arguments.
        commands.setExpandAtFiles(false);
        commands.setUsageHelpAutoWidth(shell.interactive());
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(shell.coloured() ? Ansi.ON : Ansi.OFF));
        commands.setParameterExceptionHandler((e, arguments) -> usage(e));
        commands.setExecutionExceptionHandler((e, line, parsed) -> report(e));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Adds the server's operations if the arguments may mean one of them, or ask what there is. */
    private void addOperations(String[] arguments) {
        GlobalOptions options = new GlobalOptions();
        List<String> words = scan(options, arguments);
        Optional<String> noun = words.stream().findFirst().filter(word -> !word.startsWith("-"));
        if (noun.filter(OWN::contains).isEmpty() && !options.help) {
            warn(options);
        }
        try {
            if (!needsServer(words, noun)) {
                return;
            }
            OperationList list = new OperationList(options, shell);
            OperationList.Need need = options.help || words.isEmpty() ? OperationList.Need.HELPFUL : OperationList.Need.CERTAIN;
            new OperationCommands(root.options, shell).addTo(commands, list.find(need));
            if (noun.isPresent() && !commands.getSubcommands().containsKey(noun.get()) && list.had(noun.get())) {
                throw CommandFailure.failed(
                        "the server has no operations of '%s' any more: 'fazt plugin list' shows whether it is off or removed"
                                .formatted(noun.get()));
            }
        } catch (CommandFailure failure) {
            // Help and built-in nouns work without a server, only with fewer commands.
            boolean builtIn = noun.isEmpty() || commands.getSubcommands().containsKey(noun.get());
            boolean verb = words.size() > 1 && !words.get(1).startsWith("-");
            if (!builtIn || (verb && !noun.equals(Optional.of("server")) && !options.help)) {
                throw failure;
            }
        } finally {
            configure();
        }
        if (noun.isPresent() && !commands.getSubcommands().containsKey(noun.get())) {
            throw CommandFailure.usage("there is no command '%s'%s; 'fazt --help' lists what there is"
                    .formatted(Shell.plain(noun.get()), Suggestion.of(List.of(noun.get()), commands.getCommandSpec())));
        }
    }

    private void warn(GlobalOptions options) {
        try {
            if (Connection.remote(options, shell).isPresent()) {
                Transport.warnOf(Connection.find(options, shell), shell);
            }
        } catch (CommandFailure failure) {
            // Told by the command itself, if it needs the server.
        }
    }

    /** Fills in the options that come with any command, and returns all other words. */
    private static List<String> scan(GlobalOptions options, String... arguments) {
        CommandLine scan = new CommandLine(options)
                .setUnmatchedArgumentsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false);
        scan.parseArgs(arguments);
        return scan.getUnmatchedArguments();
    }

    private boolean needsServer(List<String> words, Optional<String> noun) {
        if (noun.isEmpty()) {
            return words.isEmpty();
        }
        CommandLine group = commands.getSubcommands().get(noun.get());
        if (group == null) {
            return true;
        }
        return !OWN.contains(noun.get()) && (words.size() < 2 || !group.getSubcommands().containsKey(words.get(1)));
    }

    /** Prints what can follow, for the scripts of shells; whatever goes wrong, there is just nothing to offer. */
    private int complete(List<String> words) {
        try {
            GlobalOptions options = new GlobalOptions();
            scan(options, words.subList(0, Math.max(0, words.size() - 1)).toArray(String[]::new));
            new OperationCommands(root.options, shell)
                    .addTo(commands, new OperationList(options, shell).find(OperationList.Need.QUICK));
        } catch (CommandFailure | ParameterException e) {
            // What is built in can be completed all the same.
        }
        Completion completion = new Completion(commands, () -> Remotes.of(shell).all().keySet().iterator());
        try {
            completion.of(words).forEach(candidate -> shell.out()
                    .println(Shell.plain(candidate.word()) + "\t" + Shell.plain(candidate.meaning())));
        } catch (CommandFailure e) {
            return e.exitCode();
        }
        return ExitCode.OK;
    }

    private int usage(ParameterException e) {
        CommandLine line = e.getCommandLine();
        StringBuilder message = new StringBuilder(Shell.plain(firstLine(e)));
        if (e instanceof UnmatchedArgumentException unmatched) {
            message.append(Suggestion.of(unmatched.getUnmatched(), line.getCommandSpec()));
        } else if (!line.getSubcommands().isEmpty() && message.toString().startsWith("Missing required subcommand")) {
            message.append(": ").append(String.join(", ", line.getSubcommands().keySet()));
        }
        String name = line.getCommandSpec().userObject() instanceof GlobalOptions
                ? "fazt"
                : line.getCommandSpec().qualifiedName();
        shell.err().println("fazt: " + decapitalized(message.toString()));
        shell.err().println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private int report(Exception e) {
        return switch (e) {
            case CommandFailure failure -> report(failure.getMessage(), failure.exitCode());
            case StartupException refused -> report(Shell.plain(refused.getMessage()), refused.exitCode());
            default -> report(describe(e), ExitCode.FAILED);
        };
    }

    private int report(String message, int exitCode) {
        shell.err().println("fazt: " + message);
        return exitCode;
    }

    private static String describe(Throwable e) {
        String message = Shell.plain(firstLine(e));
        boolean speaksForItself = e instanceof FaztException && !message.isEmpty();
        if (speaksForItself) {
            return message;
        }
        String kind = e.getClass().getSimpleName();
        return e instanceof IOException ? "%s: %s".formatted(kind, message) : "this is a defect: %s %s".formatted(kind, message);
    }

    private static String firstLine(Throwable e) {
        return Optional.ofNullable(e.getMessage()).flatMap(message -> message.lines().findFirst()).orElse("");
    }

    private static String decapitalized(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
