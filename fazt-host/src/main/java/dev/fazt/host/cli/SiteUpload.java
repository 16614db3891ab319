package dev.fazt.host.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Deploys the files of a folder: lists them to the server, sends the contents that it says it lacks, and lists them again, upon
 * which it switches to them. Not thread-safe.
 */
final class SiteUpload {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** More than one, since a sweep of the server may take what it just said it has. */
    private static final int ROUNDS = 3;

    private final ServerClient client;
    private final Map<String, String> query;
    private final ProgressLine progress;
    private final HashCache hashes;
    private final Map<String, DeployFile> files = new LinkedHashMap<>();
    private long sentBytes;
    private int sentFiles;

    /**
     * Makes an upload.
     *
     * @param query the parameters of the deploy
     * @param hashes what is known of the folder's files from before
     */
    SiteUpload(ServerClient client, Map<String, String> query, ProgressLine progress, HashCache hashes) {
        this.hashes = hashes;
        this.client = client;
        this.query = query;
        this.progress = progress;
    }

    /**
     * Is what became of it.
     *
     * @param deploy the server's description of the deploy
     * @param sentFiles how many contents were sent
     */
    record Outcome(JsonNode deploy, int sentFiles, long sentBytes) {}

    /** Deploys. */
    Outcome run(SiteFolder folder) throws IOException {
        int read = 0;
        for (SiteFolder.File file : folder.files()) {
            try {
                files.put(file.path(), hashes.describe(file));
            } catch (NoSuchFileException gone) {
                throw DeployBatch.changed(file.path());
            }
            progress.show("reading", ++read, folder.files().size());
        }
        // Before it is sent: who mends what the server refuses and repeats it, need not wait for all files again.
        hashes.save(files.values());
        byte[] list = list();
        List<DeployFile> missing = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode answer = publish(list);
            if (answer.path("deploy").isObject()) {
                return new Outcome(answer.path("deploy"), sentFiles, sentBytes);
            }
            missing = missing(answer);
            send(missing);
        }
        hashes.forget();
        throw DeployBatch.changed(missing.getFirst().path());
    }

    private byte[] list() {
        var list = ServerClient.JSON.createArrayNode();
        files.values().forEach(file -> list.addObject()
                .put("path", file.path())
                .put("hash", file.hash())
                .put("bytes", file.bytes()));
        return ServerClient.JSON.writeValueAsBytes(list);
    }

    private JsonNode publish(byte[] list) {
        return client.await(
                new ServerClient.Request("POST", "/api/sites/publish")
                        .query(query)
                        .body(BodyPublishers.ofByteArray(list), "application/json")
                        .patient(PATIENCE),
                progress);
    }

    private List<DeployFile> missing(JsonNode answer) {
        List<DeployFile> missing = new ArrayList<>();
        for (JsonNode path : answer.path("missing")) {
            DeployFile file = files.get(path.asString(""));
            if (file != null) {
                missing.add(file);
            }
        }
        if (missing.isEmpty()) {
            throw CommandFailure.failed("the server's answer can not be understood: is it older than this program?");
        }
        return missing;
    }

    private void send(List<DeployFile> missing) throws IOException {
        long total = missing.stream().mapToLong(DeployFile::bytes).sum();
        long before = 0;
        for (DeployBatch batch : DeployBatch.divide(missing)) {
            Path archive = Files.createTempFile("fazt-deploy", ".zip");
            archive.toFile().deleteOnExit();
            try {
                try (OutputStream out = Files.newOutputStream(archive)) {
                    batch.zip(out);
                } catch (CommandFailure changed) {
                    hashes.forget();
                    throw changed;
                }
                long size = Math.max(1, Files.size(archive));
                long start = before;
                BodyPublisher body = UploadBody.of(archive, sent ->
                        progress.show("sending", start + batch.bytes() * sent / size, total));
                client.json(client.send(new ServerClient.Request("POST", "/api/sites/store")
                        .query(Map.of("site", query.getOrDefault("site", "")))
                        .body(body, "application/zip")
                        .patient(PATIENCE)));
            } finally {
                Files.deleteIfExists(archive);
            }
            before += batch.bytes();
            sentFiles += batch.files().size();
        }
        sentBytes += total;
    }
}
