package dev.fazt.host.cli;

import dev.fazt.host.configuration.Configuration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what a server that is started now would run with, and where each value comes from. */
@Command(
        name = "configuration",
        aliases = "config",
        description = "Show every key that can be set, the value that 'fazt server start' would take, and where it comes from.",
        footer = {
            "",
            "A flag goes before the environment (server.port is FAZT_SERVER_PORT), that before the configuration file.",
            "A server that runs already keeps what it was started with."
        })
final class ConfigurationCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Mixin
    private final ServerFlags flags = new ServerFlags();

    ConfigurationCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (options.server != null) {
            throw CommandFailure.usage("the configuration is read on this machine: leave --server out");
        }
        Path database = Connection.database(options, shell);
        ObjectNode result = ServerClient.JSON.createObjectNode();
        ArrayNode keys = result.putArray("keys");
        for (Configuration.Entry<?> entry : flags.configuration(database, shell).entries()) {
            keys.addObject()
                    .put("key", entry.key().name())
                    .put("value", entry.text())
                    .put("source", entry.source().toString())
                    .put("description", entry.key().description());
        }
        new ResultPrinter(shell).print(result, options.output);
        return ExitCode.OK;
    }
}
