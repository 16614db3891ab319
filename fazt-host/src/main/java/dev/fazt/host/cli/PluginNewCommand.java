package dev.fazt.host.cli;

import dev.fazt.host.author.PluginName;
import dev.fazt.host.author.PluginProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the project of a new plugin. */
@Command(
        name = "new",
        description = "Write the project of a new plugin: it builds with Maven, and its test starts a real server.",
        footer = {"", "Its README.md tells how to go on."})
final class PluginNewCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "The plugin's id, such as guest-book.")
    private String id = "";

    @Option(names = "--package", paramLabel = "NAME", description = "The Java package (default: example.<id>).")
    private @Nullable String packageName;

    @Option(names = "--into", paramLabel = "DIR", description = "The project's folder, new or empty (default: ./NAME).")
    private @Nullable Path into;

    PluginNewCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PluginName name;
        try {
            name = packageName == null ? PluginName.of(id) : new PluginName(id, packageName);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(Shell.plain(String.valueOf(e.getMessage())));
        }
        Path folder = into == null ? Path.of(id) : into;
        PluginProject project = new PluginProject(name);
        try {
            project.write(folder);
        } catch (IOException e) {
            throw CommandFailure.failed(Shell.plain(String.valueOf(e.getMessage())));
        }
        if (options.json()) {
            shell.out().println(ServerClient.JSON
                    .createObjectNode()
                    .put("id", id)
                    .put("folder", folder.toAbsolutePath().normalize().toString()));
        } else {
            shell.out().println("The plugin '%s' is in %s: go on with 'mvn package' there; its README.md tells more."
                    .formatted(id, folder));
        }
        return ExitCode.OK;
    }
}
