package dev.fazt.host.backup;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Puts a backup into the place of a data file. The caller holds the lock of that data file, so that no server runs on it.
 *
 * <p>The steps are ordered so that a kill between any two leaves either the old file in its place or the new one, and the old one
 * always complete: in its place, or kept aside together with its log.
 */
public final class Restore {
    private static final int BLOCK = 1 << 20;

    private final Path backup;
    private final Path database;
    private final Clock clock;

    /**
     * Names what is put where.
     *
     * @param clock names what is kept aside
     */
    public Restore(Path backup, Path database, Clock clock) {
        this.backup = backup.toAbsolutePath().normalize();
        this.database = database.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * Tells what was put back.
     *
     * @param keptAside where the data file is that was there before
     */
    public record Restored(VerifiedCopy copy, Optional<Path> keptAside) {}

    /**
     * Verifies the backup and puts it into place.
     *
     * @param replace whether a data file that is there is replaced, and kept aside
     * @throws FaztException if the backup is damaged, incomplete or not one, or if a data file is there; nothing has changed then
     */
    public Restored run(boolean replace, CopyProgress progress) throws IOException {
        Path place = Files.exists(database) ? database.toRealPath() : database;
        Backup.requireAbsent(place, replace);
        requireOther(place);
        long bytes = requireWhole();
        try (PartialFile partial = PartialFile.begin(place)) {
            partial.requireSpace(bytes);
            copy(partial.channel(), bytes, progress);
            KeptAside kept = new KeptAside(place, clock);
            VerifiedCopy copy = partial.publish(progress, () -> {
                Backup.requireAbsent(place, replace);
                if (Files.exists(place)) {
                    Ownership.copy(place, partial.path());
                }
                kept.keep();
            });
            return new Restored(copy, kept.path());
        } catch (FaztException e) {
            if (SqliteFailure.isDamage(e)) {
                throw damaged("it is damaged: " + e.getMessage());
            }
            throw e;
        }
    }

    /** The partial file of the place is removed at the beginning: it must not be the backup itself. */
    private void requireOther(Path place) throws IOException {
        for (Path taken : List.of(place, place.resolveSibling(place.getFileName() + ".partial"))) {
            if (Files.exists(backup) && Files.exists(taken) && Files.isSameFile(backup, taken)) {
                throw FaztException.conflict("'%s' can not be restored onto itself: copy it elsewhere first".formatted(backup));
            }
        }
    }

    /** Returns the size of the backup, if it has the size that its header says and nothing is missing beside it. */
    private long requireWhole() throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw FaztException.notFound("there is no backup '%s'".formatted(backup));
        }
        for (String side : List.of("-wal", "-journal")) {
            Path file = backup.resolveSibling(backup.getFileName() + side);
            if (Files.exists(file) && Files.size(file) > 0) {
                throw FaztException.conflict(
                        "'%s' has a log beside it, so it is a data file and not a backup: make one with 'fazt backup create FILE --db %s'"
                                .formatted(backup, backup));
            }
        }
        try (InputStream in = Files.newInputStream(backup)) {
            long expected = FileHeader.of(in.readNBytes(FileHeader.BYTES), backup).bytes();
            long found = Files.size(backup);
            if (expected != found) {
                throw damaged("it has %d bytes and should have %d".formatted(found, expected));
            }
            return found;
        }
    }

    private FaztException damaged(String how) {
        return new FaztException(
                new Fault.Invalid(422, List.of()),
                "the backup '%s' can not be used, and nothing was changed: %s; take another backup".formatted(backup, how));
    }

    private void copy(FileChannel to, long bytes, CopyProgress progress) throws IOException {
        try (FileChannel from = FileChannel.open(backup, StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(from)) {
            long done = 0;
            for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                done += Blocks.write(to, block);
                progress.show("copying", done, bytes);
            }
        }
    }
}
