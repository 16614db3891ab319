package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Is an upload in a temporary file: an archive's table of contents is at its end, so it can not be read as a stream.
 *
 * @param path readable by this user only, deleted on close
 */
public record UploadFile(Path path) implements AutoCloseable {
    private static final String PREFIX = "fazt-sites-upload-";
    private static final Duration ABANDONED = Duration.ofHours(12);

    /**
     * Copies an upload.
     *
     * @param progress told of the bytes that have come
     * @throws FaztException if it is longer than the limit
     */
    public static UploadFile receive(InputStream body, long limitBytes, Progress progress) throws IOException {
        UploadFile file = new UploadFile(Files.createTempFile(PREFIX, ".archive"));
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(file.path)) {
            byte[] buffer = new byte[64 << 10];
            long bytes = 0;
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                bytes += count;
                if (bytes > limitBytes) {
                    throw FaztException.tooLarge("the archive is larger than %,d MiB".formatted(limitBytes >> 20));
                }
                out.write(buffer, 0, count);
                progress.report("receiving", bytes, 0);
            }
            complete = true;
            return file;
        } finally {
            if (!complete) {
                file.close();
            }
        }
    }

    /** Deletes uploads that a killed process left behind. */
    public static void sweep(Instant now) throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path upload : uploads) {
                // Another server may share the folder, and an upload takes a while: only age tells that it is abandoned.
                if (Files.isRegularFile(upload)
                        && Files.getLastModifiedTime(upload).toInstant().isBefore(now.minus(ABANDONED))) {
                    Files.deleteIfExists(upload);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
