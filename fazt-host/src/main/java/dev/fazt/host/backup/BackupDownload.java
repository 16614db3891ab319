package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Download;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.Semaphore;

/**
 * Makes a copy beside the data file and hands it out, one at a time. The copy has no name any more when the first byte leaves, so
 * that nothing is left behind however the download ends. Thread-safe.
 */
final class BackupDownload {
    private final Path database;
    private final Clock clock;
    private final Semaphore single = new Semaphore(1);

    BackupDownload(Path database, Clock clock) {
        this.database = database.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * Makes the copy.
     *
     * @throws FaztException 409 if another download is under way
     */
    Download prepare() {
        if (!single.tryAcquire()) {
            throw FaztException.conflict("another backup is being downloaded: wait until it is done");
        }
        try {
            FileChannel copy = OwnThread.call("fazt-backup-download", this::copy);
            return new Download("application/vnd.sqlite3", BackupFolder.nameOf(database, clock.instant()), out -> send(copy, out));
        } catch (RuntimeException | Error e) {
            single.release();
            throw e;
        }
    }

    private FileChannel copy() throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".download");
        new Backup(database).create(file, true, CopyProgress.NONE);
        FileChannel copy = FileChannel.open(file, StandardOpenOption.READ);
        Files.delete(file);
        return copy;
    }

    private void send(FileChannel copy, OutputStream out) throws IOException {
        try (copy;
                InputStream in = Channels.newInputStream(copy)) {
            in.transferTo(out);
        } finally {
            single.release();
        }
    }
}
