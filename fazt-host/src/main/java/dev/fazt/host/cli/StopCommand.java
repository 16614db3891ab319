package dev.fazt.host.cli;

import dev.fazt.host.server.RunFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;

/** Stops a server gracefully, and waits until it is gone. */
@Command(
        name = "stop",
        description = "Stop the server: accepted requests finish, everything accepted is on disk, the file is closed.")
final class StopCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GlobalOptions options;
    private final Shell shell;

    StopCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (Connection.remote(options, shell).isPresent()) {
            stopRemote();
        } else {
            stopLocal(Connection.database(options, shell));
        }
        return ExitCode.OK;
    }

    private void stopLocal(Path database) throws InterruptedException {
        // Read only while the server holds the lock: a process that has got a dead server's number is never signalled.
        RunFile server = RunFile.read(database)
                .orElseThrow(() -> CommandFailure.noServer("no server is running on %s".formatted(database)));
        Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
        try {
            askToStop();
        } catch (CommandFailure failure) {
            // It does not answer: all that is left is a signal. In another container its number may be somebody else's.
            if (process.filter(found -> isJava(found) && found.destroy()).isEmpty()) {
                throw failure;
            }
        }
        await(
                () -> RunFile.read(database).filter(file -> file.pid() == server.pid()).isEmpty(),
                "process " + server.pid());
        process.ifPresent(StopCommand::awaitEnd);
        tell(database.toString());
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("java")).isPresent();
    }

    /** Waits for the last moments of a process that has let go of its data file. */
    private static void awaitEnd(ProcessHandle process) {
        // Bounded, since an ended process whose parent never asks for its exit code looks alive forever.
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    }

    private void stopRemote() throws InterruptedException {
        Connection connection = Connection.find(options, shell);
        askToStop();
        String base = connection.base().toString();
        await(() -> !Readiness.probe(base), base);
        tell(base);
    }

    private void askToStop() {
        try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
            client.post("/api/server/stop", ServerClient.JSON.createObjectNode());
        }
    }

    private static void await(BooleanSupplier gone, String what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!gone.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw CommandFailure.failed("%s has not stopped after %d s: it still finishes what it accepted"
                        .formatted(what, PATIENCE.toSeconds()));
            }
            Thread.sleep(20);
        }
    }

    private void tell(String what) {
        if (options.json()) {
            shell.out().println(ServerClient.JSON.createObjectNode().put("stopped", what));
        } else {
            shell.out().println("The server on %s has stopped.".formatted(what));
        }
    }
}
