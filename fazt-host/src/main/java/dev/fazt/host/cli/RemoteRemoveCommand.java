package dev.fazt.host.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a named server and its token. */
@Command(name = "remove", description = "Forget a named server and its token; the token stays valid until it is revoked.")
final class RemoteRemoveCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "The name.")
    private String name = "";

    RemoteRemoveCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Remotes.of(shell).remove(name);
        if (options.json()) {
            shell.out().println(ServerClient.JSON.createObjectNode().put("removed", name));
        } else {
            shell.out().println("%s is forgotten.".formatted(name));
        }
        return ExitCode.OK;
    }
}
