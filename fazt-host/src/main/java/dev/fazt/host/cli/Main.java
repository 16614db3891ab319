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
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command: reads the arguments, asks the server for more commands if these are not built in, and executes. */
public final class Main {
    private final Shell shell;
    private final FaztCommand root = new FaztCommand();
    private final CommandLine commands;

    Main(Shell shell) {
        this.shell = shell;
        this.commands = builtIn();
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
        try {
            addOperations(arguments);
        } catch (CommandFailure failure) {
            return report(failure.getMessage(), failure.exitCode());
        } catch (ParameterException e) {
            return usage(e);
        }
        return commands.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private CommandLine builtIn() {
        GlobalOptions options = root.options;
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new CommandLine(new ServerCommand())
                .addSubcommand("start", new StartCommand(options, shell))
                .addSubcommand("status", new StatusCommand(options, shell))
                .addSubcommand("stop", new StopCommand(options, shell))
                .addSubcommand("configuration", new ConfigurationCommand(options, shell)));
        line.addSubcommand(new CommandLine(new SiteCommand()).addSubcommand("deploy", new DeployCommand(options, shell)));
        line.addSubcommand(new CommandLine(new BackupCommand())
                .addSubcommand("create", new BackupCreateCommand(options, shell))
                .addSubcommand("restore", new BackupRestoreCommand(options, shell))
                .addSubcommand("list", new BackupListCommand(options, shell)));
        line.addSubcommand(new CommandLine(new DbCommand())
                .addSubcommand("check", new DbCheckCommand(options, shell))
                .addSubcommand("vacuum", new DbVacuumCommand(options, shell)));
        line.addSubcommand(new CommandLine(new PluginCommand()).addSubcommand("new", new PluginNewCommand(options, shell)));
        return line;
    }

    private void configure() {
        commands.setOut(writer(shell.out()));
        commands.setErr(writer(shell.err()));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        // An argument such as @home is data, not the name of a file with more arguments.
        commands.setExpandAtFiles(false);
        commands.setUsageHelpAutoWidth(true);
        commands.setParameterExceptionHandler((e, arguments) -> usage(e));
        commands.setExecutionExceptionHandler((e, line, parsed) -> report(e));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Adds the server's operations if the arguments may mean one of them, or ask what there is. */
    private void addOperations(String[] arguments) {
        GlobalOptions options = new GlobalOptions();
        CommandLine scan = new CommandLine(options)
                .setUnmatchedArgumentsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false);
        scan.parseArgs(arguments);
        List<String> words = scan.getUnmatchedArguments();
        Optional<String> noun = words.stream().findFirst().filter(word -> !word.startsWith("-"));
        try {
            if (!needsServer(words, noun)) {
                return;
            }
            try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
                List<OperationDescription> operations =
                        OperationDescription.list(client.get("/api/server/operations"));
                new OperationCommands(root.options, shell).addTo(commands, operations);
            }
        } catch (CommandFailure failure) {
            // Help and built-in nouns work without a server, only with fewer commands.
            if (noun.isPresent() && !commands.getSubcommands().containsKey(noun.get())) {
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

    private boolean needsServer(List<String> words, Optional<String> noun) {
        if (noun.isEmpty()) {
            return words.isEmpty();
        }
        CommandLine group = commands.getSubcommands().get(noun.get());
        return group == null || words.size() < 2 || !group.getSubcommands().containsKey(words.get(1));
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
