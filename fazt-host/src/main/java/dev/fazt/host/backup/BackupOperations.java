package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.storage.FreePages;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Declares what the owner may do with the data file of a running server. */
public final class BackupOperations {
    private static final int PAGES_PER_UNIT = 256;
    private static final Duration LONGEST_VACUUM = Duration.ofSeconds(45);

    private final Storage storage;
    private final BackupSchedule backups;
    private final BackupDownload download;

    /**
     * Prepares the operations.
     *
     * @param storage the host's lane
     */
    public BackupOperations(Path database, Storage storage, Clock clock, BackupSchedule backups) {
        this.storage = storage;
        this.backups = backups;
        this.download = new BackupDownload(database, clock);
    }

    record Nothing() {}

    record Made(String file, long bytes) {}

    record Vacuumed(long pagesFreed, long bytesFreed, long bytesLeft) {}

    private record Size(long pages, long freePages, long pageSize) {}

    /** Returns the operations. */
    public List<Operation<?, ?>> all() {
        return List.of(
                // Not among what 'backup:read' allows: the file holds everything, the hashes of all secrets too.
                new Operation<>(
                        "backup.download",
                        "Download a verified copy of the data file",
                        Operation.Effect.READ,
                        new Scope("backup:download"),
                        Nothing.class,
                        Download.class,
                        (parameters, call) -> download.prepare()),
                Operation.write(
                        "backup.now",
                        "Make a verified backup in the server's own folder of backups",
                        Nothing.class,
                        Made.class,
                        (parameters, call) -> OwnThread.call("fazt-backup-now", () -> {
                            VerifiedCopy copy = backups.make(call.progress()::report);
                            return new Made(copy.file().toString(), copy.bytes());
                        })),
                Operation.write(
                        "db.vacuum",
                        "Give free pages of the data file back to the file system",
                        Nothing.class,
                        Vacuumed.class,
                        (parameters, call) -> vacuum()));
    }

    /** Frees pages in small units, between which others write; stops after a while, and can be called again. */
    private Vacuumed vacuum() {
        long end = System.nanoTime() + LONGEST_VACUUM.toNanos();
        Size before = storage.read(BackupOperations::size);
        Size now = before;
        while (now.freePages > 0 && System.nanoTime() < end) {
            now = storage.write(BackupOperations::shrink);
        }
        long freed = Math.max(0, before.pages - now.pages);
        return new Vacuumed(freed, freed * now.pageSize, now.freePages * now.pageSize);
    }

    private static Size shrink(Sql sql) throws SQLException {
        Size before = size(sql);
        FreePages.release(sql, PAGES_PER_UNIT);
        Size after = size(sql);
        if (before.freePages > 0 && after.freePages == before.freePages) {
            throw FaztException.conflict("the data file was made by an older version and can not be shrunk while a server runs:"
                    + " stop it, and run 'fazt db vacuum' once");
        }
        return after;
    }

    private static Size size(Sql sql) {
        return new Size(number(sql, "page_count"), number(sql, "freelist_count"), number(sql, "page_size"));
    }

    private static long number(Sql sql, String pragma) {
        return sql.first("PRAGMA " + pragma, row -> row.integer(pragma)).orElseThrow();
    }
}
