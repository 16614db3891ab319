package dev.fazt.gatling.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Is where it was measured.
 *
 * @param memory in bytes
 * @param system name and version of the operating system
 * @param fileSystem where the data file is
 */
public record Machine(String processor, int cores, long memory, String system, String fileSystem) {

    /** Looks at this machine. The cores are told: this process may have been moved to some of them. */
    public static Machine here(int cores, Path dataFolder) {
        return new Machine(
                read("/proc/cpuinfo").map(text -> new ProcFields(text).value("model name")).orElse(""),
                cores,
                read("/proc/meminfo").map(text -> new ProcFields(text).bytes("MemTotal")).orElse(0L),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                fileSystem(dataFolder));
    }

    /** Returns the options of a Java program's virtual machine; empty if it can not be seen. */
    public static List<String> javaOptions(long pid) {
        return read("/proc/%d/cmdline".formatted(pid))
                .map(text -> Arrays.stream(text.split("\0", -1))
                        .filter(argument -> argument.startsWith("-X"))
                        // The path of the cache tells where the lab runs, and nothing else.
                        .map(argument -> argument.replaceAll("(AOTCache=).*/", "$1"))
                        .toList())
                .orElse(List.of());
    }

    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
