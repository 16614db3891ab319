package dev.fazt.gatling.drive;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that are installed, or not, on the machine. */
public final class Programs {
    private final Map<String, String> environment;

    public Programs(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Finds a program on the path, or where programs for administrators are. */
    public Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
