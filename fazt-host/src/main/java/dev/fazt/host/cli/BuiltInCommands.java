package dev.fazt.host.cli;

import picocli.CommandLine;

/** Are the commands that are there without a server. */
final class BuiltInCommands {
    private final FaztCommand root;
    private final Shell shell;

    BuiltInCommands(FaztCommand root, Shell shell) {
        this.root = root;
        this.shell = shell;
    }

    /** Returns the command line with all of them. */
    CommandLine line() {
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
        line.addSubcommand(new CommandLine(new PluginCommand())
                .addSubcommand("new", new PluginNewCommand(options, shell))
                .addSubcommand("install", install(false))
                .addSubcommand("upgrade", install(true))
                .addSubcommand("config", new PluginConfigCommand(options, shell)));
        line.addSubcommand(new CommandLine(new RemoteCommand())
                .addSubcommand("add", new RemoteAddCommand(options, shell))
                .addSubcommand("list", new RemoteListCommand(options, shell))
                .addSubcommand("remove", new RemoteRemoveCommand(options, shell)));
        line.addSubcommand(new CompletionCommand(shell));
        return line;
    }

    private CommandLine install(boolean upgrade) {
        CommandLine command = new CommandLine(new PluginInstallCommand(root.options, shell, upgrade));
        var usage = command.getCommandSpec().usageMessage();
        usage.description(usage.description()[0].formatted(upgrade ? "Upgrade" : "Install"));
        return command;
    }
}
