package dev.fazt.host.cli;

import dev.fazt.host.backup.Backup;
import dev.fazt.host.backup.ByteCount;
import dev.fazt.host.backup.PartialFile;
import dev.fazt.host.backup.VerifiedCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Makes a verified copy of the data file of this machine, or of a server elsewhere. */
@Command(
        name = "create",
        description = "Copy the data file, also while the server runs, and verify the copy.",
        footer = {"", "The copy holds everything, secrets too: only its owner can read it. It appears complete or not at all."})
final class BackupCreateCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "FILE", description = "Where to.")
    private Path file = Path.of("");

    @Option(names = "--yes", description = "Replace FILE if it is there.")
    private boolean yes;

    BackupCreateCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        long started = System.nanoTime();
        try (ProgressLine progress = new ProgressLine(shell)) {
            VerifiedCopy copy = Connection.remote(options, shell).isPresent()
                    ? download(progress)
                    : new Backup(Connection.database(options, shell)).create(file, yes, progress::show);
            progress.wipe();
            print(copy, (System.nanoTime() - started) / 1e9);
        }
        return ExitCode.OK;
    }

    private VerifiedCopy download(ProgressLine progress) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Backup.requireAbsent(target, yes);
        try (ServerClient client = new ServerClient(Connection.find(options, shell));
                PartialFile partial = PartialFile.begin(target)) {
            new SnapshotDownload(client, progress).to(partial.channel());
            return partial.publish(progress::show);
        }
    }

    private void print(VerifiedCopy copy, double seconds) {
        if (options.json()) {
            ObjectNode result = ServerClient.JSON.createObjectNode();
            result.put("file", copy.file().toString())
                    .put("bytes", copy.bytes())
                    .put("pages", copy.pages())
                    .put("seconds", Math.round(seconds * 1e3) / 1e3)
                    .put("verified", true);
            shell.out().println(result);
        } else {
            shell.out().println("%s  %s, verified, in %.1f s".formatted(copy.file(), new ByteCount(copy.bytes()), seconds));
        }
    }
}
