package dev.fazt.gatling.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives the measured server only some of the machine's processor cores, and the load generator the others, by {@code taskset}.
 *
 * @param server how many the server gets; 0 if both share all
 * @param all how many there are
 */
public record Cores(int server, int all) {

    public Cores {
        if (server < 0 || server > all) {
            throw new IllegalArgumentException("-Dcores: %d is not from 1 to %d".formatted(server, all));
        }
    }

    /** Returns how a server's command begins. */
    public List<String> prefix() {
        return server == 0 ? List.of() : List.of("taskset", "-c", range(0, server));
    }

    /** Moves this process, and so all that it starts but the server, to the cores that are left; to all if none are. */
    public void leaveToServer() {
        if (server == 0 || server == all) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("taskset", "-a", "-c", "-p", range(server, all)));
        command.add(Long.toString(ProcessHandle.current().pid()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("taskset could not move the load generator: leave -Dcores out");
            }
        } catch (IOException e) {
            throw new IllegalStateException("-Dcores needs taskset: install it, or leave -Dcores out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String range(int from, int to) {
        return "%d-%d".formatted(from, to - 1);
    }
}
