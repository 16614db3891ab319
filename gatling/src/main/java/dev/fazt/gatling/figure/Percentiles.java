package dev.fazt.gatling.figure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Are response times in milliseconds.
 *
 * @param p50 half of the answers took no longer
 * @param p999 999 of 1,000 answers took no longer
 */
public record Percentiles(double p50, double p95, double p99, double p999, double max) {

    /** Returns the median of each over several runs. */
    public static Percentiles median(List<Percentiles> runs) {
        return new Percentiles(
                median(runs, Percentiles::p50),
                median(runs, Percentiles::p95),
                median(runs, Percentiles::p99),
                median(runs, Percentiles::p999),
                median(runs, Percentiles::max));
    }

    private static double median(List<Percentiles> runs, ToDoubleFunction<Percentiles> figure) {
        return Spread.of(runs.stream().mapToDouble(figure).toArray()).median();
    }
}
