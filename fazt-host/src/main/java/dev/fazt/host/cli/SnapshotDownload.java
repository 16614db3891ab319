package dev.fazt.host.cli;

import dev.fazt.host.backup.Blocks;
import dev.fazt.host.backup.FileHeader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.time.Duration;

/** Fetches a copy of a server's data file. Its header tells how long it is, so that one that broke off is noticed. */
final class SnapshotDownload {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int BLOCK = 1 << 18;

    private final ServerClient client;
    private final ProgressLine progress;

    SnapshotDownload(ServerClient client, ProgressLine progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * Writes the copy.
     *
     * @throws CommandFailure if the server refuses, or the download is not complete
     */
    void to(FileChannel file) throws IOException {
        // The server makes and verifies its copy before it answers.
        progress.show("copying", 0, 1);
        HttpResponse<InputStream> response =
                client.send(new ServerClient.Request("GET", "/api/backup/download").patient(PATIENCE));
        try (InputStream in = response.body()) {
            byte[] start = in.readNBytes(FileHeader.BYTES);
            long size = FileHeader.of(start, "the answer of the server").bytes();
            long done = Blocks.write(file, start);
            for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                done += Blocks.write(file, block);
                progress.show("downloading", done, size);
            }
            if (done != size) {
                throw CommandFailure.failed("the download broke off after %d of %d bytes: try again".formatted(done, size));
            }
        }
    }
}
