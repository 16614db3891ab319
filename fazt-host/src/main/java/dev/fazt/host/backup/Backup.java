package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a data file, also while a server writes to it: the copy is the state at the beginning. Thread-safe. */
public final class Backup {
    private final Path database;

    public Backup(Path database) {
        this.database = database.toAbsolutePath().normalize();
    }

    /**
     * Makes a verified copy. What was acknowledged before is in it; the server goes on writing meanwhile.
     *
     * <p>Most of it is native code, which keeps a virtual thread's carrier: call it on a platform thread.
     *
     * @param target appears complete or not at all
     * @param replace whether a file that is there is replaced
     * @throws FaztException if the target is there already, the disk is too small, or the data file is damaged
     */
    public VerifiedCopy create(Path target, boolean replace, CopyProgress progress) throws IOException {
        Path file = target.toAbsolutePath().normalize();
        requireOther(file);
        requireAbsent(file, replace);
        try (PartialFile partial = begin(file, progress)) {
            return partial.publish(progress, () -> requireAbsent(file, replace));
        }
    }

    /** Copies, and lets go of the data file: while it is held, the server can not begin its log anew. */
    private PartialFile begin(Path file, CopyProgress progress) throws IOException {
        try (DatabaseFile source = DatabaseFile.read(database)) {
            source.requireFazt();
            PartialFile partial = PartialFile.begin(file);
            try {
                source.pin();
                partial.requireSpace(source.pages() * source.pageSize());
                source.copyTo(partial.path(), progress);
                return partial;
            } catch (IOException | RuntimeException | Error e) {
                partial.close();
                throw e;
            }
        }
    }

    /** Refuses a file that is there, unless it may be replaced. */
    public static void requireAbsent(Path file, boolean replace) {
        if (!replace && Files.exists(file)) {
            throw FaztException.conflict("'%s' is there already: choose another name, or add --yes to replace it".formatted(file));
        }
    }

    /** Neither the copy nor what it is called in the making may be the data file or a file that belongs to it. */
    private void requireOther(Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        for (Path wanted : new Path[] {file, partial}) {
            boolean side = wanted.toString().startsWith(database + "-") && PartialFile.SIDE_FILES.contains(
                    wanted.toString().substring(database.toString().length()));
            boolean same = wanted.equals(database) || (Files.exists(wanted) && Files.exists(database) && Files.isSameFile(wanted, database));
            if (same || side || wanted.toString().equals(database + ".run")) {
                throw FaztException.conflict("'%s' belongs to the data file itself: choose another name for the backup".formatted(wanted));
            }
        }
    }
}
