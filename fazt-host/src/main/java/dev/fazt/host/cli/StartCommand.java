package dev.fazt.host.cli;

import dev.fazt.host.Version;
import dev.fazt.host.observe.MemoryGuard;
import dev.fazt.host.server.FaztServer;
import dev.fazt.host.server.ServerConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a server in this process, and stays until it has stopped. */
@Command(
        name = "start",
        description = "Start a server; it stays in the foreground unless --detach is given.",
        footer = {
            "",
            "A flag goes before the environment, that before the configuration file; 'fazt server config' shows all keys.",
            "Plugins are trusted code: whoever can write to the plugins' folder controls the server."
        })
final class StartCommand implements Callable<Integer> {
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private final GlobalOptions options;
    private final Shell shell;

    @Mixin
    private final ServerFlags flags = new ServerFlags();

    @Option(names = "--detach", description = "Return once the server is ready, and leave it running in the background.")
    private boolean detach;

    @Option(names = "--report-to", hidden = true, paramLabel = "FILE", description = "Where --detach waits for the report.")
    private @Nullable Path reportTo;

    StartCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (options.server != null) {
            throw CommandFailure.usage("a server starts on this machine: leave --server out");
        }
        Path database = Connection.database(options, shell);
        // Also before --detach: what is wrong is told here, not by way of the other process's log.
        var configuration = ServerConfiguration.of(database, flags.configuration(database, shell));
        if (detach) {
            StartReport report = new DetachedStart(database, shell).run(arguments(database));
            report.print(shell.out(), options.output, true);
            return ExitCode.OK;
        }
        MemoryGuard.guardThreads();
        ensureCarriers();
        FaztServer server = FaztServer.start(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "fazt-signal"));
        String url = "http://" + configuration.localAddress() + ":" + server.port();
        if (!Readiness.probe(url)) {
            server.stop();
            throw CommandFailure.failed(
                    "the server started, but does not answer at %s: is a firewall in the way?".formatted(url));
        }
        announce(database, server);
        server.awaitStopped();
        return ExitCode.OK;
    }

    /**
     * Has Java run virtual threads on two threads also where there is one processor. A single one may go on with those that other virtual
     * threads start, and leave those that the listener starts waiting for 100 ms and more.
     */
    private static void ensureCarriers() {
        if (Runtime.getRuntime().availableProcessors() == 1 && System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS, "2"); // read when the first virtual thread is made
        }
    }

    private void announce(Path database, FaztServer server) throws IOException {
        StartReport report = new StartReport(
                Version.current(),
                ProcessHandle.current().pid(),
                database.toString(),
                server.addresses(),
                server.setupUrl());
        if (reportTo == null) {
            report.print(shell.out(), options.output, false);
        } else {
            report.leave(reportTo);
        }
    }

    /** Returns the arguments that start the same server in the foreground. */
    private List<String> arguments(Path database) {
        List<String> arguments = new ArrayList<>(List.of("server", "start", "--db=" + database));
        arguments.addAll(flags.arguments());
        return arguments;
    }
}
