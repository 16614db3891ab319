package dev.fazt.host.backup;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Is a copy in the making: {@code <target>.partial}, which becomes the target in one step once it is complete and verified, and is
 * gone otherwise. What a killed process left behind is removed by the next one.
 *
 * <p>Two that make the same target at once are told apart by SQLite's locks and by the identity of the file: at most one of them
 * succeeds, and none ever publishes what the other wrote.
 */
public final class PartialFile implements AutoCloseable {
    static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");
    private static final long MARGIN = 1 << 20;

    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private final Object identity;
    private boolean published;

    private PartialFile(Path target, Path path, FileChannel channel) throws IOException {
        this.target = target;
        this.path = path;
        this.channel = channel;
        this.identity = identityOf(path);
    }

    /**
     * Begins a copy.
     *
     * @throws FaztException if there is no folder for it, or another process makes the same just now
     */
    public static PartialFile begin(Path target) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".partial");
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw FaztException.notFound("there is no folder '%s': make it, or choose another".formatted(folder));
        }
        if (Files.isDirectory(target)) {
            throw FaztException.conflict("'%s' is a folder: give the name of a file in it".formatted(target));
        }
        if (Files.exists(path) && DatabaseFile.isInUse(path)) {
            throw FaztException.conflict("another process writes '%s' now: wait for it, or choose another file".formatted(path));
        }
        delete(path);
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            // Holds others off until SQLite takes its own locks. It ends with the channel.
            channel.tryLock();
            return new PartialFile(target, path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Returns the channel to write the copy with. Not to be closed: that would drop SQLite's locks. */
    public FileChannel channel() {
        return channel;
    }

    /** Makes sure that so many bytes fit. */
    void requireSpace(long bytes) throws IOException {
        requireSpace(Objects.requireNonNull(path.getParent()), bytes + MARGIN);
    }

    private static void requireSpace(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new FaztException(
                    new Fault.Resource(),
                    "the copy needs %d bytes (%s), and '%s' has %s free: free some space, or choose another folder"
                            .formatted(bytes, new ByteCount(bytes), folder, new ByteCount(free)));
        }
    }

    /** Verifies the copy, and puts it into place if it is whole. */
    public VerifiedCopy publish(CopyProgress progress) throws IOException {
        return publish(progress, () -> {});
    }

    /**
     * Verifies the copy, and puts it into place if it is whole.
     *
     * @param before is done when the copy is known to be good, right before it takes its place
     * @throws FaztException if the copy is damaged; the target is as it was
     */
    VerifiedCopy publish(CopyProgress progress, Step before) throws IOException {
        progress.show("verifying", 0, 1);
        try (DatabaseFile copy = DatabaseFile.write(path)) {
            // Opening turns the log on again; a copy that needs files beside it would not be one file to carry away.
            copy.execute("PRAGMA journal_mode = DELETE");
            copy.execute("BEGIN EXCLUSIVE");
            requireOwn();
            Integrity.Findings findings = Integrity.findings(copy);
            if (!findings.ok()) {
                throw new FaztException(
                        new Fault.Invalid(422, List.of()),
                        "the copy is damaged, and was not kept: %s; look at the original with 'fazt db check'"
                                .formatted(findings.problems().getFirst()));
            }
            channel.force(true);
            before.run();
            requireOwn();
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            published = true;
            syncFolder(target);
            progress.show("verifying", 1, 1);
            return new VerifiedCopy(target, findings.bytes(), findings.pages());
        }
    }

    /** Is something that is done between two steps. */
    interface Step {
        void run() throws IOException;
    }

    private void requireOwn() throws IOException {
        if (!Files.exists(path) || !identityOf(path).equals(identity)) {
            throw FaztException.conflict("another process has replaced '%s': make one copy at a time".formatted(path));
        }
    }

    private static Object identityOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    /** Makes a rename in the folder of the file durable. */
    static void syncFolder(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
        for (String side : SIDE_FILES) {
            Files.deleteIfExists(path.resolveSibling(path.getFileName() + side));
        }
    }

    @Override
    public void close() {
        try (channel) {
            if (!published && Files.exists(path) && identityOf(path).equals(identity)) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
