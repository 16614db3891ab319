package dev.fazt.gatling.server;

import dev.fazt.gatling.figure.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tells how fast the program is there, in milliseconds.
 *
 * @param firstByte from the start of {@code fazt server start} on a new data file to the first answer
 * @param command {@code fazt server status} from beginning to end
 */
public record StartUp(int runs, Spread firstByte, Spread command) {

    /** Starts and stops a server several times. */
    public static StartUp measure(Distribution distribution, Path parent, Cores cores, int runs) {
        double[] firstByte = new double[runs];
        double[] command = new double[runs];
        for (int run = 0; run < runs; run++) {
            try (TempFolder folder = TempFolder.in(parent);
                    FreshServer server = FreshServer.start(distribution, folder.path(), cores)) {
                firstByte[run] = server.firstByte().toMillis();
                command[run] = status(distribution, folder.path());
            }
        }
        return new StartUp(runs, Spread.of(firstByte), Spread.of(command));
    }

    private static double status(Distribution distribution, Path folder) {
        long begin = System.nanoTime();
        try {
            Process process = new ProcessBuilder(
                            distribution.launcher().toString(), "server", "status", "--db=" + folder.resolve("data.db"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("'fazt server status' failed");
            }
            return (System.nanoTime() - begin) / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
