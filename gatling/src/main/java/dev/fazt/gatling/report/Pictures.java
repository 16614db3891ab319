package dev.fazt.gatling.report;

import dev.fazt.gatling.figure.Second;
import dev.fazt.gatling.watch.ProcessSample;
import dev.fazt.gatling.watch.StorageSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws the course of the whole measurement, each picture over the same time. */
final class Pictures {
    private static final double MEBI = 1 << 20;

    private Pictures() {}

    /** Returns the pictures that there is something to draw for, by file name. */
    static Map<String, Chart> of(Report report) {
        Map<String, Chart> pictures = new LinkedHashMap<>();
        List<Span> spans = report.runs().stream()
                .map(run -> new Span(
                        "%s, %s, %s, run %d".formatted(
                                run.subject().workload(), run.subject().driver(), run.subject().server(), run.run()),
                        run.begin(),
                        run.end()))
                .toList();
        List<Second> seconds = report.runs().stream().flatMap(run -> run.seconds().stream()).toList();
        put(pictures, "throughput.svg", new Chart("requests per second", false, throughput(report, seconds), spans));
        put(pictures, "latency.svg", new Chart(
                "milliseconds, by second (Gatling)",
                true,
                List.of(
                        latency("p50", seconds, second -> second.latency().p50()),
                        latency("p99", seconds, second -> second.latency().p99()),
                        latency("max", seconds, second -> second.latency().max())),
                spans));
        put(pictures, "memory.svg", new Chart(
                "MiB",
                false,
                List.of(
                        memory("resident (Rss)", report.process(), ProcessSample::resident),
                        memory("proportional (Pss)", report.process(), ProcessSample::proportional)),
                spans));
        put(pictures, "queue.svg", new Chart("writes", false, List.of(queue(report.storage())), spans));
        return pictures;
    }

    private static void put(Map<String, Chart> pictures, String file, Chart chart) {
        if (chart.series().stream().anyMatch(series -> series.points().size() > 1)) {
            pictures.put(file, chart);
        }
    }

    /** By the server's own count, which knows all drivers; by Gatling's, if the server does not tell. */
    private static List<Series> throughput(Report report, List<Second> seconds) {
        List<Point> points = new ArrayList<>();
        List<StorageSample> samples = report.storage();
        for (int i = 1; i < samples.size(); i++) {
            StorageSample before = samples.get(i - 1);
            StorageSample now = samples.get(i);
            points.add(new Point(
                    now.at(), (now.requests() - before.requests()) * 1_000.0 / Math.max(1, now.at() - before.at())));
        }
        if (!points.isEmpty()) {
            return List.of(new Series("answered by the server", points));
        }
        return List.of(new Series(
                "answers that Gatling got",
                seconds.stream().map(second -> new Point(second.at(), second.answers())).toList()));
    }

    private static Series latency(String name, List<Second> seconds, ToDoubleFunction<Second> figure) {
        return new Series(
                name,
                seconds.stream()
                        .map(second -> new Point(second.at(), figure.applyAsDouble(second)))
                        .toList());
    }

    private static Series memory(String name, List<ProcessSample> samples, ToDoubleFunction<ProcessSample> figure) {
        return new Series(
                name,
                samples.stream()
                        .map(sample -> new Point(sample.at(), figure.applyAsDouble(sample) / MEBI))
                        .toList());
    }

    private static Series queue(List<StorageSample> samples) {
        return new Series(
                "writes that wait",
                samples.stream().map(sample -> new Point(sample.at(), sample.queue())).toList());
    }
}
