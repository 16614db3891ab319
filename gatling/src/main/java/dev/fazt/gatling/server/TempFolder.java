package dev.fazt.gatling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Is a folder for the length of a measurement: on a disk, since a file system in memory would make writes look cheap. */
public final class TempFolder implements AutoCloseable {
    private final Path path;

    private TempFolder(Path path) {
        this.path = path;
    }

    /** Makes one inside another folder. */
    public static TempFolder in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new TempFolder(Files.createTempDirectory(parent, "lab"));
        } catch (IOException e) {
            throw new UncheckedIOException("can not write in %s".formatted(parent), e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can not delete %s".formatted(path), e);
        }
    }
}
