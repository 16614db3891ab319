package dev.fazt.host.cli;

import dev.fazt.host.backup.ByteCount;
import dev.fazt.host.backup.Vacuum;
import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the data file smaller: by the server if one runs, and by rebuilding the file otherwise. */
@Command(
        name = "vacuum",
        description = "Give the free pages of the data file back to the file system; a stopped file is rebuilt.",
        footer = {"", "A file on which no server runs is rebuilt beside itself, which needs as much space as its content."})
final class DbVacuumCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final GlobalOptions options;
    private final Shell shell;

    DbVacuumCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path database = Connection.database(options, shell);
        if (Connection.remote(options, shell).isPresent() || RunFile.read(database).isPresent()) {
            byServer();
        } else {
            rebuild(database);
        }
        return ExitCode.OK;
    }

    private void byServer() {
        try (ServerClient client = new ServerClient(Connection.find(options, shell));
                ProgressLine progress = new ProgressLine(shell)) {
            JsonNode result = client.await(
                    new ServerClient.Request("POST", "/api/db/vacuum")
                            .json(ServerClient.JSON.createObjectNode())
                            .patient(PATIENCE),
                    progress);
            if (options.json()) {
                shell.out().println(result);
                return;
            }
            long left = result.path("bytesLeft").asLong(0);
            shell.out().println("freed %s%s"
                    .formatted(
                            new ByteCount(result.path("bytesFreed").asLong(0)),
                            left == 0 ? "" : ", %s are left: run it again".formatted(new ByteCount(left))));
        }
    }

    private void rebuild(Path database) throws IOException {
        try (RunFile.Held _ = RunFile.Held.take(database);
                ProgressLine progress = new ProgressLine(shell)) {
            Vacuum.Outcome outcome = new Vacuum(database).run(progress::show);
            progress.wipe();
            if (options.json()) {
                ObjectNode result = ServerClient.JSON.createObjectNode();
                shell.out().println(result.put("bytesBefore", outcome.before()).put("bytesAfter", outcome.after()));
            } else {
                shell.out().println("rebuilt and verified: %s before, %s after"
                        .formatted(new ByteCount(outcome.before()), new ByteCount(outcome.after())));
            }
        }
    }
}
