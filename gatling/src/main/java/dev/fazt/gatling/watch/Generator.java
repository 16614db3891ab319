package dev.fazt.gatling.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the processor time of what sends the requests: this process and the programs that it ran. */
public final class Generator {
    private Generator() {}

    /** Returns seconds since the lab started; 0 if this is no Linux. */
    public static double cpuSeconds() {
        try {
            return ProcStat.parse(Files.readString(Path.of("/proc/self/stat"))).withChildren();
        } catch (IOException e) {
            return 0;
        }
    }
}
