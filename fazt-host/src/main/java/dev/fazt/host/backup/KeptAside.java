package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Is what becomes of the data file that a backup replaces: the same bytes under another name, with its log if it has one. */
final class KeptAside {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final Path place;
    private final Clock clock;
    private @Nullable Path path;

    KeptAside(Path place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /** Returns where it is; empty if there was nothing to keep. */
    Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /**
     * Gives the file its second name, and clears the way for another file under the first.
     *
     * @throws FaztException if another program has it open; nothing has changed then
     */
    void keep() throws IOException {
        if (Files.exists(place)) {
            Path name = name();
            boolean linked = link(place, name);
            // Before anything looks at the file: SQLite deletes a log that it can not make sense of.
            linkSides(name);
            PartialFile.syncFolder(place);
            merge(name, linked);
            path = name;
        }
        // What is left of the old file's log must never be applied to the new one.
        deleteSides(place);
        PartialFile.syncFolder(place);
    }

    /** Merges the log, which works only for who is alone with the file. A damaged file keeps its log as it is. */
    private void merge(Path name, boolean linked) throws IOException {
        try (DatabaseFile old = DatabaseFile.write(place)) {
            old.execute("PRAGMA journal_mode = DELETE");
        } catch (FaztException e) {
            if (SqliteFailure.isDamage(e)) {
                return;
            }
            deleteSides(name);
            Files.delete(name);
            throw e;
        }
        if (linked) {
            deleteSides(name); // the bytes are one file under two names, and the log is in it now
        }
    }

    private void linkSides(Path name) throws IOException {
        for (String side : PartialFile.SIDE_FILES) {
            Path file = beside(place, side);
            // The shared memory is made anew from the log.
            if (Files.exists(file) && !side.equals("-shm")) {
                link(file, beside(name, side));
            }
        }
    }

    private static void deleteSides(Path file) throws IOException {
        for (String side : PartialFile.SIDE_FILES) {
            Files.deleteIfExists(beside(file, side));
        }
    }

    private Path name() {
        String base = place.getFileName() + ".before-restore-" + TIME.format(clock.instant());
        Path name = place.resolveSibling(base);
        for (int i = 2; Files.exists(name); i++) {
            name = place.resolveSibling(base + "-" + i);
        }
        return name;
    }

    /** Gives a file a second name, or copies it where the file system knows no such thing. True if it is the same file. */
    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            return false;
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
