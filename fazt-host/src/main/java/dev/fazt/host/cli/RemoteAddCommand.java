package dev.fazt.host.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a server elsewhere a name, and keeps its token. */
@Command(
        name = "add",
        description = "Name a server, and keep its token in a file that only you can read.",
        footer = {
            "",
            "The token is read from --token-file, or else from the standard input: typed without being shown, or",
            "'fazt remote add prod https://admin.example.org < token.txt'. Without one, FAZT_TOKEN is used later."
        })
final class RemoteAddCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "The name, such as prod.")
    private String name = "";

    @Parameters(index = "1", arity = "1", paramLabel = "URL", description = "The address, such as https://admin.example.org.")
    private String url = "";

    @Option(names = "--replace", description = "Take the place of the remote that has this name.")
    private boolean replace;

    RemoteAddCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Remotes remotes = Remotes.of(shell);
        Remote tokenless = new Remote(name, Connection.parse(url), Optional.empty());
        if (!replace && remotes.all().containsKey(name)) {
            throw CommandFailure.failed("there is a remote '%s' already: give --replace, or another name".formatted(name));
        }
        Remote remote = new Remote(name, tokenless.url(), token());
        remotes.add(remote);
        Transport.warnOf(new Connection(remote.url(), remote.token()), shell);
        if (options.output == OutputFormat.JSON) {
            shell.out().println(RemoteListCommand.row(remote));
        } else {
            shell.out().println("%s is %s%s. Try: fazt --server %s server status"
                    .formatted(name, remote.url(), remote.token().isEmpty() ? ", without a token" : "", name));
        }
        return ExitCode.OK;
    }

    private Optional<String> token() {
        return Connection.givenToken(options)
                .or(() -> Optional.of(shell.secret("Token for %s (empty for none): ".formatted(url))))
                .filter(token -> !token.isBlank())
                .map(Connection::checked);
    }
}
