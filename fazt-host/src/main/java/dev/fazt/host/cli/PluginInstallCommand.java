package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Installs a plugin while the server runs, or upgrades it: from a file of this machine, from an address, or from the repository. */
@Command(
        description = "%s a plugin while the server runs. A plugin is trusted code: it runs with all rights of the server.",
        footer = {
            "",
            "A signature is made by openssl, and checked against the key of the first install from then on:",
            "  openssl genpkey -algorithm ed25519 -out key.pem",
            "  openssl pkey -in key.pem -pubout -out my.jar.pub",
            "  openssl pkeyutl -sign -rawin -inkey key.pem -in my.jar -out my.jar.sig"
        })
final class PluginInstallCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final GlobalOptions options;
    private final Shell shell;
    private final boolean upgrade;

    @Parameters(
            index = "0",
            arity = "1",
            paramLabel = "FILE|URL|ID",
            description = "A jar of this machine, the https address of one, or the id of a plugin in the repository.")
    private String source = "";

    @Option(names = "--sha256", paramLabel = "SUM", description = "The sum that the jar must have, as sha256sum prints it.")
    private @Nullable String sum;

    @Option(names = "--signature", paramLabel = "FILE", description = "The jar's Ed25519 signature (default: FILE.sig, if it is there).")
    private @Nullable Path signature;

    @Option(names = "--key", paramLabel = "FILE", description = "The public key to it, in PEM (default: FILE.pub).")
    private @Nullable Path key;

    @Option(names = "--repository", paramLabel = "URL", description = "Another repository's plugins.json, for an ID.")
    private @Nullable String repository;

    PluginInstallCommand(GlobalOptions options, Shell shell, boolean upgrade) {
        this.options = options;
        this.shell = shell;
        this.upgrade = upgrade;
    }

    @Override
    public Integer call() throws IOException {
        boolean file = !source.contains("://") && (source.endsWith(".jar") || source.contains("/") || Files.isRegularFile(Path.of(source)));
        try (ServerClient client = new ServerClient(Connection.find(options, shell));
                ProgressLine progress = new ProgressLine(shell)) {
            JsonNode result = file ? send(client, progress, Path.of(source)) : fetch(client, progress);
            new ResultPrinter(shell).print(result, options.output);
        }
        if (shell.interactive()) {
            shell.err().println("It is trusted code: it runs with all rights of the server.");
        }
        return ExitCode.OK;
    }

    private JsonNode send(ServerClient client, ProgressLine progress, Path jar) throws IOException {
        if (repository != null) {
            throw CommandFailure.usage("a file comes from no repository: leave --repository out");
        }
        if (!Files.isRegularFile(jar)) {
            throw CommandFailure.usage("there is no file '%s'".formatted(Shell.plain(source)));
        }
        Map<String, String> query = new LinkedHashMap<>();
        if (sum != null) {
            query.put("sha256", sum);
        }
        JarSignatureFiles.find(jar, signature, key).ifPresent(signed -> {
            query.put("signature", signed.signature());
            query.put("publicKey", signed.publicKey());
        });
        if (upgrade) {
            query.put("upgrade", "true");
        }
        long size = Files.size(jar);
        return client.await(
                new ServerClient.Request("POST", "/api/plugin/install")
                        .query(query)
                        .body(UploadBody.of(jar, sent -> progress.show("sending", sent, size)), "application/java-archive")
                        .patient(PATIENCE),
                progress);
    }

    private JsonNode fetch(ServerClient client, ProgressLine progress) {
        if (signature != null || key != null) {
            throw CommandFailure.usage("--signature and --key are for a file: fetch the jar first, or give --sha256");
        }
        ObjectNode parameters = ServerClient.JSON.createObjectNode().put("source", source).put("upgrade", upgrade);
        if (sum != null) {
            parameters.put("sha256", sum);
        }
        if (repository != null) {
            parameters.put("repository", repository);
        }
        return client.await(
                new ServerClient.Request("POST", "/api/plugin/fetch").json(parameters).patient(PATIENCE), progress);
    }
}
