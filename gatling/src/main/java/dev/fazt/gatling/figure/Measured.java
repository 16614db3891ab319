package dev.fazt.gatling.figure;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is one run of one workload: what was asked for, what came of it, and what it cost.
 *
 * @param begin in epoch milliseconds, as is the end
 * @param rows how many rows the server holds afterwards; more than acknowledged is in order, since an answer can get lost
 * @param generatorCores how many processor cores the load generator used on average
 * @param process empty if the server is not a process of this machine
 * @param storage empty if the server tells no metrics
 */
public record Measured(
        Subject subject,
        int run,
        long begin,
        long end,
        Answers answers,
        Map<Kind, Long> rows,
        double generatorCores,
        Optional<ProcessUse> process,
        Optional<StorageUse> storage,
        List<Second> seconds) {

    public Measured {
        rows = Map.copyOf(rows);
        seconds = List.copyOf(seconds);
    }

    /** Returns how many acknowledged rows are not there. */
    public long missing() {
        return answers.acknowledged().entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - rows.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }

    public boolean passed() {
        return answers.failures() == 0 && missing() == 0 && answers.requestsPerSecond() > 0;
    }

    /** Returns which part of the processor time of generator and server was the generator's, from 0 to 1. */
    public Optional<Double> generatorShare() {
        return process.map(use -> generatorCores / Math.max(1e-9, generatorCores + use.cores()));
    }
}
