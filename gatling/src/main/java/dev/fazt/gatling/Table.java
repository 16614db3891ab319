package dev.fazt.gatling;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints outcomes as a Markdown table, next to what the forerunner did. */
final class Table {
    private static final String HEAD =
            """
            | workload    | requests/s | forerunner | ratio | p50 ms | p95 ms | p99 ms | max ms | failures | acknowledged |      rows | missing |
            |-------------|-----------:|-----------:|------:|-------:|-------:|-------:|-------:|---------:|-------------:|----------:|--------:|
            """;

    private Table() {}

    static String of(List<Outcome> outcomes) {
        return HEAD + outcomes.stream().map(Table::line).collect(Collectors.joining());
    }

    private static String line(Outcome outcome) {
        Workload workload = outcome.workload();
        boolean known = workload.forerunner().isPresent();
        int forerunner = workload.forerunner().orElse(0);
        return String.format(
                Locale.ROOT,
                "| %-11s | %,10.0f | %10s | %5s | %,6d | %,6d | %,6d | %,6d | %,8d | %,12d | %,9d | %,7d |%n",
                workload.label(),
                outcome.requestsPerSecond(),
                known ? String.format(Locale.ROOT, "%,d", forerunner) : "",
                known ? String.format(Locale.ROOT, "%.1f", outcome.requestsPerSecond() / forerunner) : "",
                outcome.p50(),
                outcome.p95(),
                outcome.p99(),
                outcome.max(),
                outcome.failures(),
                outcome.acknowledged(),
                outcome.rows(),
                outcome.missing());
    }
}
