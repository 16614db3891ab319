package dev.fazt.host.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the named servers; never their tokens. */
@Command(name = "list", description = "List the named servers, and whether a token is kept for them.")
final class RemoteListCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    RemoteListCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ObjectNode result = ServerClient.JSON.createObjectNode();
        ArrayNode rows = result.putArray("remotes");
        Remotes.of(shell).all().values().forEach(remote -> rows.add(row(remote)));
        new ResultPrinter(shell).print(result, options.output);
        return ExitCode.OK;
    }

    static ObjectNode row(Remote remote) {
        return ServerClient.JSON
                .createObjectNode()
                .put("name", remote.name())
                .put("url", remote.url().toString())
                .put("token", remote.token().isPresent() ? "kept" : "none");
    }
}
