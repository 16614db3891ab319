package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Takes the bytes that an operation answers with to a file, or to the standard output. */
final class DownloadedFile {
    private final Shell shell;

    DownloadedFile(Shell shell) {
        this.shell = shell;
    }

    /**
     * Saves an answer.
     *
     * @param name of the file; null for the standard output
     */
    void save(HttpResponse<InputStream> response, @Nullable String name) throws IOException {
        try (InputStream in = response.body()) {
            if (name == null || name.equals("-")) {
                in.transferTo(shell.out());
                shell.out().flush();
                return;
            }
            replace(Path.of(name).toAbsolutePath(), in);
        }
    }

    /** Writes beside the file and moves it into place, so that what was there stays until the new content is complete. */
    private static void replace(Path target, InputStream in) throws IOException {
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandFailure.usage("there is no folder to write '%s' into".formatted(target));
        }
        Path part = Files.createTempFile(folder, ".fazt", ".part");
        // For Ctrl-C, which runs no finally.
        part.toFile().deleteOnExit();
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
