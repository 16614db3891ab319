package dev.fazt.gatling.report;

import dev.fazt.gatling.figure.Measured;
import dev.fazt.gatling.figure.Percentiles;
import dev.fazt.gatling.figure.ProcessUse;
import dev.fazt.gatling.figure.Spread;
import dev.fazt.gatling.figure.StorageUse;
import dev.fazt.gatling.figure.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Sums up all runs of one subject: medians of rates and times, sums of what must not happen, peaks of what was used.
 *
 * @param latency the median of each percentile
 * @param generatorShare which part of the processor time of generator and server was the generator's, from 0 to 1
 * @param serverCores how many processor cores the server used, as a median
 * @param resident the most memory that the server had in use, in bytes
 * @param queue the most writes that waited
 * @param batch units of work in a transaction, as a median
 */
public record Line(
        Subject subject,
        int runs,
        Spread requestsPerSecond,
        Percentiles latency,
        long failures,
        long acknowledged,
        long rows,
        long missing,
        Optional<Double> generatorShare,
        Optional<Double> serverCores,
        double generatorCores,
        Optional<Long> resident,
        Optional<Integer> threads,
        Optional<Integer> descriptors,
        Optional<Long> queue,
        Optional<Double> batch,
        Optional<Long> walBytes) {

    /** Sums up runs, in the order in which their subjects came first. */
    public static List<Line> of(List<Measured> runs) {
        Map<Subject, List<Measured>> bySubject = new LinkedHashMap<>();
        runs.forEach(run ->
                bySubject.computeIfAbsent(run.subject(), subject -> new ArrayList<>()).add(run));
        return bySubject.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Line of(Subject subject, List<Measured> runs) {
        List<ProcessUse> process =
                runs.stream().map(Measured::process).flatMap(Optional::stream).toList();
        List<StorageUse> storage =
                runs.stream().map(Measured::storage).flatMap(Optional::stream).toList();
        return new Line(
                subject,
                runs.size(),
                Spread.of(runs.stream().mapToDouble(run -> run.answers().requestsPerSecond()).toArray()),
                Percentiles.median(runs.stream().map(run -> run.answers().latency()).toList()),
                sum(runs, run -> run.answers().failures()),
                sum(runs, run -> run.answers().acknowledgedInAll()),
                sum(runs, run -> run.rows().values().stream().mapToLong(Long::longValue).sum()),
                sum(runs, Measured::missing),
                median(runs.stream().map(Measured::generatorShare).flatMap(Optional::stream).toList()),
                median(process.stream().map(ProcessUse::cores).toList()),
                Spread.of(runs.stream().mapToDouble(Measured::generatorCores).toArray()).median(),
                peak(process, ProcessUse::resident),
                peak(process, ProcessUse::threads),
                peak(process, ProcessUse::descriptors),
                peak(storage, StorageUse::queue),
                median(storage.stream().map(StorageUse::batch).toList()),
                peak(storage, StorageUse::walBytes));
    }

    private static long sum(List<Measured> runs, ToLongFunction<Measured> figure) {
        return runs.stream().mapToLong(figure).sum();
    }

    private static Optional<Double> median(List<Double> figures) {
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(figures.stream().mapToDouble(Double::doubleValue).toArray()).median());
    }

    private static <T, N extends Comparable<N>> Optional<N> peak(List<T> uses, Function<T, N> figure) {
        return uses.stream().map(figure).max(Comparable::compareTo);
    }
}
