package dev.fazt.host.cli;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Deploys a folder as a site, and prints where it is. */
@Command(
        name = "deploy",
        description = "Deploy a folder as a site, which is made if it is not there yet.",
        footer = {
            "",
            "Only contents that the server lacks are sent. The switch is one step: visitors see all of it or nothing.",
            "Left out: dot-files except .well-known, node_modules, what .faztignore names (as in .gitignore), and what \"ignore\" in"
                    + " fazt.json names.",
            "What files hold is remembered in ~/.cache/fazt (XDG_CACHE_HOME), so that unchanged ones are not read again."
        })
final class DeployCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The site's name (default: the name of the folder).")
    private @Nullable String name;

    @Option(names = "--message", paramLabel = "TEXT", description = "A note that is kept with the deploy.")
    private @Nullable String message;

    @Option(names = "--preview", description = "Show it only at an address of its own; visitors keep seeing what they see.")
    private boolean preview;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "After which time the preview goes by itself, such as 12h or 7d (default: it stays).")
    private @Nullable String expires;

    DeployCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.usage("'%s' is not a folder".formatted(folder));
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("site", siteName());
        if (message != null) {
            query.put("message", message);
        }
        if (preview) {
            query.put("preview", "true");
        }
        if (expires != null) {
            query.put("expires", expires);
        }
        Connection connection = Connection.find(options, shell);
        SiteFolder site = SiteFolder.scan(folder);
        try (ServerClient client = new ServerClient(connection);
                ProgressLine progress = new ProgressLine(shell)) {
            SiteUpload.Outcome outcome = new SiteUpload(client, query, progress, HashCache.open(shell, site.root())).run(site);
            progress.wipe();
            print(outcome);
        }
        return ExitCode.OK;
    }

    private String siteName() throws IOException {
        Path last = folder.toRealPath().getFileName();
        String wanted = name != null ? name : String.valueOf(last).toLowerCase(Locale.ROOT);
        try {
            return new Site(wanted).name();
        } catch (FaztException e) {
            throw CommandFailure.usage(Shell.plain(e.getMessage()) + (name == null ? "; give one with --name" : ""));
        }
    }

    private void print(SiteUpload.Outcome outcome) {
        JsonNode deploy = outcome.deploy();
        if (options.json()) {
            shell.out().println(deploy);
            return;
        }
        String kind = deploy.path("preview").asBoolean(false) ? "preview" : "deploy";
        String address = Shell.plain(deploy.path("url").asString(""));
        shell.out().println("%s  %s %d, %d files, %d sent"
                .formatted(
                        address,
                        kind,
                        deploy.path("number").asLong(0),
                        deploy.path("files").asLong(0),
                        outcome.sentFiles()));
    }
}
