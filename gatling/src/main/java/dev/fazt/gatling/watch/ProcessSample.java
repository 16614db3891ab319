package dev.fazt.gatling.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Is the state of a process at one moment.
 *
 * @param at in epoch milliseconds
 * @param cpuSeconds since it started
 * @param resident bytes of memory in use (Rss)
 * @param proportional the same with shared pages counted by their share (Pss)
 */
public record ProcessSample(
        long at, double cpuSeconds, long resident, long proportional, int threads, int descriptors) {

    /** Looks at a process. Empty if it is gone, or if this is no Linux. */
    static Optional<ProcessSample> of(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            ProcFields memory = new ProcFields(Files.readString(proc.resolve("smaps_rollup")));
            return Optional.of(new ProcessSample(
                    System.currentTimeMillis(),
                    ProcStat.parse(Files.readString(proc.resolve("stat"))).own(),
                    memory.bytes("Rss"),
                    memory.bytes("Pss"),
                    (int) new ProcFields(Files.readString(proc.resolve("status"))).number("Threads"),
                    descriptors(proc.resolve("fd"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int descriptors(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }
}
