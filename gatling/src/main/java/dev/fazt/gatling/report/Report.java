package dev.fazt.gatling.report;

import dev.fazt.gatling.figure.Measured;
import dev.fazt.gatling.server.StartUp;
import dev.fazt.gatling.watch.Machine;
import dev.fazt.gatling.watch.ProcessSample;
import dev.fazt.gatling.watch.StorageSample;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is all that was found out.
 *
 * @param at when it was begun, as in RFC 3339
 * @param settings what was asked for, by name
 * @param javaOptions with which the server's virtual machine was started
 * @param startUp empty if the server ran already
 * @param brokenOff why not everything was measured; empty if it was
 * @param lines the runs summed up
 * @param process the course of the server's memory and processor time
 * @param storage the course of its metrics
 */
public record Report(
        String at,
        Machine machine,
        Map<String, String> settings,
        List<String> javaOptions,
        Optional<StartUp> startUp,
        Optional<String> brokenOff,
        List<Line> lines,
        List<Measured> runs,
        List<ProcessSample> process,
        List<StorageSample> storage) {

    public Report {
        javaOptions = List.copyOf(javaOptions);
        lines = List.copyOf(lines);
        runs = List.copyOf(runs);
        process = List.copyOf(process);
        storage = List.copyOf(storage);
    }

    /** Tells whether all was measured, every request was answered rightly, and nothing acknowledged is missing. */
    public boolean passed() {
        return brokenOff.isEmpty() && !runs.isEmpty() && runs.stream().allMatch(Measured::passed);
    }

    /** Returns the most memory that the server had in use at any time, in bytes. */
    public Optional<Long> peakMemory() {
        return process.stream().map(ProcessSample::resident).max(Long::compare);
    }
}
