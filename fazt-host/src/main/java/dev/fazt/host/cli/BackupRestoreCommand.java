package dev.fazt.host.cli;

import dev.fazt.host.backup.ByteCount;
import dev.fazt.host.backup.Restore;
import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Puts a backup into the place of a data file on which no server runs. */
@Command(
        name = "restore",
        description = "Verify a backup, and make it the data file that --db names.",
        footer = {"", "A data file that is replaced is kept beside it, as FILE.before-restore-TIME."})
final class BackupRestoreCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(names = "--yes", description = "Replace a data file that is there.")
    private boolean yes;

    BackupRestoreCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (Connection.remote(options, shell).isPresent()) {
            throw CommandFailure.usage("a backup is restored on this machine: name the data file with --db");
        }
        Path database = Connection.database(options, shell);
        try (RunFile.Held _ = RunFile.Held.take(database);
                ProgressLine progress = new ProgressLine(shell)) {
            Restore.Restored restored = new Restore(file, database, Clock.systemUTC()).run(yes, progress::show);
            progress.wipe();
            print(restored, database);
            return ExitCode.OK;
        }
    }

    private void print(Restore.Restored restored, Path database) {
        if (options.json()) {
            ObjectNode result = ServerClient.JSON.createObjectNode();
            result.put("file", restored.copy().file().toString())
                    .put("bytes", restored.copy().bytes())
                    .put("verified", true);
            restored.keptAside().ifPresent(path -> result.put("keptAside", path.toString()));
            shell.out().println(result);
            return;
        }
        shell.out().println("%s  %s, verified".formatted(restored.copy().file(), new ByteCount(restored.copy().bytes())));
        restored.keptAside().ifPresent(path -> shell.out().println("The data file that was there is kept as " + path));
        shell.out().println("Start it with 'fazt server start --db %s'.".formatted(database));
    }
}
