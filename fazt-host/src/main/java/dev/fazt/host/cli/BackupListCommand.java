package dev.fazt.host.cli;

import dev.fazt.host.backup.BackupFolder;
import dev.fazt.host.backup.ByteCount;
import dev.fazt.host.server.ServerConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the backups that a server has made by itself. */
@Command(name = "list", description = "List the scheduled backups of the data file, the newest first.")
final class BackupListCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Option(names = "--folder", paramLabel = "DIR", description = "Where they are (default: what backup.folder says).")
    private @Nullable Path folder;

    BackupListCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (Connection.remote(options, shell).isPresent()) {
            throw CommandFailure.usage("scheduled backups are listed on the server's machine: name the data file with --db");
        }
        Path database = Connection.database(options, shell);
        Path place = folder != null
                ? folder
                : ServerConfiguration.of(database, new ServerFlags().configuration(database, shell)).backup().folder();
        ObjectNode result = ServerClient.JSON.createObjectNode();
        ArrayNode backups = result.putArray("backups");
        for (BackupFolder.Entry entry : new BackupFolder(place, database).list()) {
            ObjectNode line = backups.addObject().put("file", entry.file().toString()).put("time", entry.time().toString());
            if (options.json()) {
                line.put("bytes", entry.bytes());
            } else {
                line.put("size", new ByteCount(entry.bytes()).toString());
            }
        }
        new ResultPrinter(shell).print(result, options.output);
        return ExitCode.OK;
    }
}
