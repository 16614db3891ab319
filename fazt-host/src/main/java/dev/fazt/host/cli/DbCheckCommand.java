package dev.fazt.host.cli;

import dev.fazt.host.backup.ByteCount;
import dev.fazt.host.backup.Integrity;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** Looks for damage in the data file, whether or not a server runs on it. */
@Command(
        name = "check",
        description = "Look for damage in the data file, also while the server runs. Nothing is changed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the file is whole", "1:it is damaged, or can not be read"})
final class DbCheckCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    DbCheckCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (Connection.remote(options, shell).isPresent()) {
            throw CommandFailure.usage("a data file is checked on its own machine: name it with --db");
        }
        Path database = Connection.database(options, shell).toAbsolutePath().normalize();
        Integrity.Findings findings = Integrity.check(database);
        if (options.json()) {
            ObjectNode result = ServerClient.JSON.createObjectNode();
            result.put("ok", findings.ok()).put("file", database.toString()).put("bytes", findings.bytes());
            findings.problems().forEach(result.putArray("problems")::add);
            shell.out().println(result);
        } else if (findings.ok()) {
            shell.out().println("%s is whole: %s, %d pages, every index and reference checked"
                    .formatted(database, new ByteCount(findings.bytes()), findings.pages()));
        } else {
            shell.out().println("%s is damaged:".formatted(database));
            findings.problems().forEach(problem -> shell.out().println("  " + Shell.plain(problem)));
            shell.out().println("Stop the server, and put a backup back: 'fazt backup restore FILE --db %s --yes' keeps this file aside."
                    .formatted(database));
        }
        return findings.ok() ? ExitCode.OK : ExitCode.FAILED;
    }
}
