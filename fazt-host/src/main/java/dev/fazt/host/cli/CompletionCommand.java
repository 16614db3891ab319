package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what a shell has to be told so that it completes commands, those of the server's plugins too. */
@Command(
        name = "completion",
        description = "Print the script with which a shell completes fazt's commands.",
        footer = {
            "",
            "bash:  echo 'source <(fazt completion bash)' >> ~/.bashrc",
            "zsh:   echo 'source <(fazt completion zsh)' >> ~/.zshrc     (after compinit)",
            "fish:  fazt completion fish > ~/.config/fish/completions/fazt.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Kind kind = Kind.BASH;

    private enum Kind {
        BASH,
        ZSH,
        FISH
    }

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        String name = "completion." + kind.name().toLowerCase(Locale.ROOT);
        try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar: build it with Maven");
            }
            shell.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }
}
