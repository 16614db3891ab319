package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Rebuilds a data file without its free pages. The caller holds the file's lock, so that no server runs on it.
 *
 * <p>The rebuilt file is made beside the old one, verified, and takes its place in one step. SQLite's own {@code VACUUM} would need
 * twice the space, some of it in the system's folder for temporary files, and would leave no original to fall back on.
 */
public final class Vacuum {
    private final Path database;

    public Vacuum(Path database) {
        this.database = database.toAbsolutePath().normalize();
    }

    /** Tells what it brought, in bytes. */
    public record Outcome(long before, long after) {}

    /**
     * Rebuilds the file.
     *
     * @throws FaztException if it is not Fazt's, is damaged, is open elsewhere, or if the disk is too small
     */
    public Outcome run(CopyProgress progress) throws IOException {
        if (Files.notExists(database)) {
            throw FaztException.notFound("there is no data file '%s'".formatted(database));
        }
        Path place = database.toRealPath();
        try (DatabaseFile old = DatabaseFile.write(place)) {
            old.requireFazt();
            // Merges the log, works only for who is alone with the file, and keeps others out until the end.
            old.execute("PRAGMA journal_mode = DELETE");
            old.execute("PRAGMA locking_mode = EXCLUSIVE");
            old.execute("BEGIN EXCLUSIVE");
            old.execute("COMMIT");
            long before = old.pages() * old.pageSize();
            try (PartialFile partial = PartialFile.begin(place)) {
                partial.requireSpace((old.pages() - old.freePages()) * old.pageSize());
                progress.show("rebuilding", 0, 1);
                // From now on a running server can give free pages back by itself.
                old.execute("PRAGMA auto_vacuum = INCREMENTAL");
                old.execute("VACUUM INTO '" + partial.path().toString().replace("'", "''") + "'");
                VerifiedCopy rebuilt = partial.publish(progress, () -> Ownership.copy(place, partial.path()));
                return new Outcome(before, rebuilt.bytes());
            }
        }
    }
}
