package dev.fazt.gatling.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Is the built program, as it is given to users: its launcher chooses the memory settings.
 *
 * @param launcher {@code bin/fazt}
 */
public record Distribution(Path launcher) {

    /**
     * Finds the newest one that was built in a clone.
     *
     * @throws IllegalStateException if there is none, with what to do
     */
    public static Distribution find(Path clone) {
        Path built = clone.resolve("fazt-host").resolve("target");
        if (Files.isDirectory(built)) {
            try (Stream<Path> folders = Files.list(built)) {
                return folders.filter(folder -> Files.isExecutable(launcher(folder)))
                        .max(Comparator.comparingLong(folder -> folder.toFile().lastModified()))
                        .map(folder -> new Distribution(launcher(folder)))
                        .orElseThrow(() -> missing(built));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw missing(built);
    }

    private static Path launcher(Path folder) {
        return folder.resolve("bin").resolve("fazt");
    }

    private static IllegalStateException missing(Path built) {
        return new IllegalStateException(
                ("there is no built distribution in %s: build it with 'mvn -pl fazt-host -am -DskipTests package',"
                                + " or measure a running server with -Dtarget=…")
                        .formatted(built.toAbsolutePath().normalize()));
    }
}
