package dev.fazt.host.cli;

import dev.fazt.host.Version;
import dev.fazt.host.server.FaztServer;
import dev.fazt.host.server.ServerConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a server in this process, and stays until it has stopped. */
@Command(
        name = "start",
        description = "Start a server; it stays in the foreground unless --detach is given.",
        footer = {"", "Plugins are trusted code: whoever can write to the plugins' folder controls the server."})
final class StartCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;

    private final GlobalOptions options;
    private final Shell shell;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to listen; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "The network address to listen on (default: ${DEFAULT-VALUE}).")
    private String bind = "0.0.0.0";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Sites are at NAME.DOMAIN; an IP address if there is no domain (default: ${DEFAULT-VALUE}).")
    private String domain = "localhost";

    @Option(names = "--plugins", paramLabel = "DIR", description = "The folder of the plugins (default: the ones that came along).")
    private @Nullable Path plugins;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            description = "A proxy whose X-Forwarded-For is believed; may be repeated.")
    private List<String> trustedProxies = new ArrayList<>();

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
        if (port < 0 || port > LARGEST_PORT) {
            throw CommandFailure.usage("%d is not a port: use 1 to %d".formatted(port, LARGEST_PORT));
        }
        Path database = Connection.database(options, shell);
        if (detach) {
            StartReport report = new DetachedStart(database, shell).run(arguments(database));
            report.print(shell.out(), options.output, true);
            return ExitCode.OK;
        }
        var configuration = new ServerConfiguration(database, pluginFolder(), bind, port, domain, trustedProxies);
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

    private Path pluginFolder() {
        if (plugins != null) {
            return plugins;
        }
        return Path.of(System.getProperty("fazt.home", ".")).resolve("plugins");
    }

    /** Returns the arguments that start the same server in the foreground. */
    private List<String> arguments(Path database) {
        List<String> arguments = new ArrayList<>(List.of(
                "server", "start", "--db=" + database, "--port=" + port, "--bind=" + bind, "--domain=" + domain));
        arguments.add("--plugins=" + pluginFolder());
        trustedProxies.forEach(proxy -> arguments.add("--trusted-proxy=" + proxy));
        return arguments;
    }
}
