package dev.fazt.host.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
        return client.json(client.send(
                "POST", "/api/sites/publish", query, BodyPublishers.ofByteArray(list), "application/json", PATIENCE));
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
            try {
                try (OutputStream out = Files.newOutputStream(archive)) {
                    batch.zip(out);
                } catch (CommandFailure changed) {
                    hashes.forget();
                    throw changed;
                }
                BodyPublisher body = body(archive, before, batch.bytes(), total);
                client.json(client.send("POST", "/api/sites/store", Map.of("site", query.getOrDefault("site", "")), body, "application/zip", PATIENCE));
            } finally {
                Files.deleteIfExists(archive);
            }
            before += batch.bytes();
            sentFiles += batch.files().size();
        }
        sentBytes += total;
    }

    private BodyPublisher body(Path archive, long before, long batchBytes, long total) throws IOException {
        long size = Files.size(archive);
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
            try {
                return new Watched(Files.newInputStream(archive), sent ->
                        progress.show("sending", before + batchBytes * sent / Math.max(1, size), total));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return BodyPublishers.fromPublisher(stream, size);
    }

    private interface Progress {
        void sent(long bytes);
    }

    /** Shows how much of an archive has been sent. */
    private static final class Watched extends FilterInputStream {
        private final Progress progress;
        private long sent;

        Watched(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            sent += Math.max(0, count);
            progress.sent(sent);
            return count;
        }
    }
}
