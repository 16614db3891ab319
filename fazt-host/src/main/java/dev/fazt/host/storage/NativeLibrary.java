package dev.fazt.host.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite itself, and leaves no file behind. The driver unpacks its native library into the folder for temporary files and
 * removes it in an orderly end only: each killed server would leave a megabyte there.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library if it is not loaded yet. Thread-safe. */
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        Path folder = Files.createTempDirectory("fazt-sqlite");
        System.setProperty("org.sqlite.tmpdir", folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
            loaded = true;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e); // what the driver declares to throw is any exception
        } finally {
            // A loaded library needs its file no more on Linux and macOS; elsewhere the driver removes it at the end.
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
