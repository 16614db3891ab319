package dev.fazt.host.cli;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Deploys a folder as a site: packs it, sends it, prints where it is. */
@Command(
        name = "deploy",
        description = "Deploy a folder as a site, which is made if it is not there yet.",
        footer = {
            "",
            "Left out: dot-files except .well-known, node_modules, and what .faztignore names (as in .gitignore)."
        })
final class DeployCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final GlobalOptions options;
    private final Shell shell;

    @Parameters(index = "0", arity = "1", paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "The site's name (default: the name of the folder).")
    private @Nullable String name;

    @Option(names = "--message", paramLabel = "TEXT", description = "A note that is kept with the deploy.")
    private @Nullable String message;

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
        Connection connection = Connection.find(options, shell);
        SiteFolder site = SiteFolder.scan(folder);
        Path archive = Files.createTempFile("fazt-deploy", ".zip");
        try (ServerClient client = new ServerClient(connection);
                ProgressLine progress = new ProgressLine(shell)) {
            int count = site.files().size();
            try (OutputStream out = Files.newOutputStream(archive)) {
                site.zip(out, done -> progress.show("packing", done, count));
            }
            BodyPublisher body = body(archive, progress);
            JsonNode result =
                    client.json(client.send("POST", "/api/sites/deploy", query, body, "application/zip", PATIENCE));
            progress.wipe();
            print(result);
        } finally {
            Files.deleteIfExists(archive);
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

    private static BodyPublisher body(Path archive, ProgressLine progress) throws IOException {
        long size = Files.size(archive);
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
            try {
                return new Watched(Files.newInputStream(archive), progress, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return BodyPublishers.fromPublisher(stream, size);
    }

    private void print(JsonNode result) {
        if (options.json()) {
            shell.out().println(result);
            return;
        }
        shell.out().println("%s  deploy %d, %d files"
                .formatted(
                        Shell.plain(result.path("url").asString("")),
                        result.path("number").asLong(0),
                        result.path("files").asLong(0)));
    }

    /** Shows how much of the archive has been sent. */
    private static final class Watched extends FilterInputStream {
        private final ProgressLine progress;
        private final long size;
        private long sent;

        Watched(InputStream in, ProgressLine progress, long size) {
            super(in);
            this.progress = progress;
            this.size = size;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            sent += Math.max(0, count);
            progress.show("sending", sent, size);
            return count;
        }
    }
}
