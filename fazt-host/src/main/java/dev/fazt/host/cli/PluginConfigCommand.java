package dev.fazt.host.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Shows or changes the settings of a plugin. */
@Command(
        name = "config",
        description = "Show the settings of a plugin, or change some: they hold at once, and stay.",
        footer = {"", "'KEY=' takes a setting back to its default; 'KEY=-' reads the value from the standard input, unseen."})
final class PluginConfigCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "ID", description = "The plugin's id.")
    private String id = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE", description = "What to set.")
    private List<String> settings = List.of();

    PluginConfigCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ObjectNode parameters = ServerClient.JSON.createObjectNode().put("id", id);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("'%s' sets nothing: write key=value".formatted(Shell.plain(setting)));
            }
            String key = setting.substring(0, equals);
            String value = setting.substring(equals + 1);
            ObjectNode set = parameters.withObject("/set");
            if (set.has(key)) {
                throw CommandFailure.usage("'%s' is given twice: once is enough".formatted(Shell.plain(key)));
            }
            set.put(key, value.equals("-") ? shell.secret(Shell.plain(key) + ": ") : value);
        }
        try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
            new ResultPrinter(shell).print(client.post("/api/plugin/config", parameters), options.output);
        }
        return ExitCode.OK;
    }
}
