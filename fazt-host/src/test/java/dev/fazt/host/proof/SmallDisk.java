package dev.fazt.host.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Is a small file system in memory that a test can fill to the last byte.
 *
 * <p>It lives in a mount namespace of its own, which takes no privileges, and which a process keeps open that ends with the
 * test's: nothing is left behind. Servers enter the namespace, tests look into it through {@code /proc}.
 */
final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int BLOCK = 4_096;
    private static final String HOLD = "mount -t tmpfs -o size=\"$2\"m,mode=700 tmpfs \"$1\" && echo mounted && exec cat";

    private final Path folder;
    private final Process holder;

    private SmallDisk(Path folder, Process holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /** Makes one over an empty folder. Aborts the test, with the reason, where the system does not let us. */
    static SmallDisk mount(Path folder, int mebibytes) {
        try {
            Files.createDirectories(folder);
            Process holder = new ProcessBuilder(List.of(
                            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", HOLD, "sh", folder.toString(),
                            Integer.toString(mebibytes)))
                    .redirectErrorStream(true)
                    .start();
            String answer = holder.inputReader(StandardCharsets.UTF_8).readLine();
            if (!"mounted".equals(answer)) {
                holder.destroyForcibly();
                Assumptions.abort("no namespace with a small file system can be made here: " + answer);
            }
            return new SmallDisk(folder, holder);
        } catch (IOException e) {
            return Assumptions.abort("no namespace with a small file system can be made here: " + e.getMessage());
        }
    }

    /** Returns where a server keeps its data file on this disk. */
    Place place() {
        List<String> enter = List.of(
                "nsenter", "--user", "--mount", "--preserve-credentials", "--target", Long.toString(holder.pid()), "--");
        return new Place(folder.resolve("data.db"), seen("data.db"), enter);
    }

    private Path seen(String name) {
        return Path.of("/proc", Long.toString(holder.pid()), "root")
                .resolve(folder.toAbsolutePath().toString().substring(1))
                .resolve(name);
    }

    /** Takes all space away but so many bytes. Nobody else may write meanwhile. */
    void fillUpTo(long free) {
        fill();
        try (FileChannel ballast = FileChannel.open(seen(BALLAST), StandardOpenOption.WRITE)) {
            ballast.truncate(Math.max(0, ballast.size() - free));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the last byte. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(seen(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            // The disk is full, as it should be.
        }
    }

    /** Gives the space back. */
    void empty() {
        try {
            Files.delete(seen(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a data file that no server has open to an ordinary folder: SQLite would not find its way through {@code /proc}. */
    Path copy(Path to) throws IOException {
        if (Files.exists(seen("data.db-wal"))) {
            throw new AssertionError("the server left its write-ahead log behind");
        }
        return Files.copy(seen("data.db"), to);
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
