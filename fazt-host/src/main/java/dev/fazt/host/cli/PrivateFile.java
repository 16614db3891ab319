package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files that nobody but their owner can read: each is complete or as it was before, whatever happens meanwhile. */
final class PrivateFile {
    private PrivateFile() {}

    /** Writes a file, and makes the folders above it. */
    static void write(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        makeFolder(folder);
        // A temporary file is its owner's alone from the start.
        Path part = Files.createTempFile(folder, ".fazt", ".part");
        part.toFile().deleteOnExit();
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns the folder that a file is in, or is to be. */
    static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }

    /** Makes a folder for its owner alone, if it is not there. */
    static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, owner);
    }
}
