package dev.fazt.gatling.report;

import dev.fazt.gatling.figure.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Computes what a server like the measured one carries in a month, from the measured rates and the assumptions below.
 *
 * <p>Nobody should plan with the highest rate that was measured, and no site is visited evenly: so half of the rate is taken for
 * the busiest hour, and that hour for a tenth of the day.
 */
final class Capacity {
    static final double HEADROOM = 0.5;
    static final double BUSIEST_HOUR = 0.1;
    static final int DAYS = 30;
    /** A page and what belongs to it, of which returning visitors have most. */
    static final int REQUESTS_PER_VIEW = 6;
    static final int SECONDS_PER_VIEW = 30;

    private static final int SECONDS_PER_HOUR = 3_600;

    private final List<Line> lines;

    Capacity(List<Line> lines) {
        this.lines = lines;
    }

    /** Returns how often in a month something can happen that was measured so often per second. */
    static double perMonth(double perSecond) {
        return perSecond * HEADROOM * SECONDS_PER_HOUR / BUSIEST_HOUR * DAYS;
    }

    /** Describes it in Markdown; empty if nothing of it was measured. */
    String markdown() {
        MarkdownTable table = new MarkdownTable("what", "measured per second", "planned per second", "per month");
        best("pure reads").ifPresent(rate -> {
            add(table, "requests for pages and files", rate);
            add(table, "page views of %d requests".formatted(REQUESTS_PER_VIEW), rate / REQUESTS_PER_VIEW);
        });
        best("pure writes").ifPresent(rate -> add(table, "documents inserted, each on disk before its answer", rate));
        best("forms").ifPresent(rate -> add(table, "submissions of forms", rate));
        best("analytics").ifPresent(rate -> add(table, "events of scripts", rate));
        if (table.isEmpty()) {
            return "";
        }
        return table + users() + assumptions();
    }

    private static void add(MarkdownTable table, String what, double rate) {
        table.add(what, Numbers.whole(rate), Numbers.rough(rate * HEADROOM), Numbers.rough(perMonth(rate)));
    }

    private String users() {
        StringBuilder text = new StringBuilder("\n");
        best("pure reads").ifPresent(rate -> text.append("- Live visitors who look at a page every %d s: %s, computed.\n"
                .formatted(SECONDS_PER_VIEW, Numbers.rough(rate * HEADROOM / REQUESTS_PER_VIEW * SECONDS_PER_VIEW))));
        highest(line -> line.failures() == 0 && line.subject().workload().equals("day"))
                .ifPresent(line -> text.append("- Live visitors of `day` without a failure: %s at least, with p99 %s ms.\n"
                        .formatted(Numbers.count(line.subject().connections()), Numbers.millis(line.latency().p99()))));
        highest(line -> line.failures() == 0)
                .ifPresent(line -> text.append("- Connections at the same time without a failure: %s at least%s.\n"
                        .formatted(
                                Numbers.count(line.subject().connections()),
                                line.resident().map(bytes -> ", in " + Numbers.megabytes(Optional.of(bytes)) + " MiB").orElse(""))));
        return text.toString();
    }

    private static String assumptions() {
        return ("\nAssumed: half of the measured rate in the busiest hour, a tenth of a day's visits in that hour, %d days. A page of 10 KiB"
                        + " at 1 Gbit/s is %s per second: beyond that, the line ends before the server does.\n")
                .formatted(DAYS, Numbers.rough(1e9 / 8 / (10 * 1_024 + 400)));
    }

    /** Returns the best median among the drivers and the numbers of connections. */
    private Optional<Double> best(String workload) {
        return lines.stream()
                .filter(line -> line.subject().server().equals(Subject.FAZT))
                .filter(line -> line.subject().workload().equals(workload))
                .map(line -> line.requestsPerSecond().median())
                .max(Double::compare);
    }

    private Optional<Line> highest(Predicate<Line> condition) {
        return lines.stream()
                .filter(line -> line.subject().server().equals(Subject.FAZT))
                .filter(line -> line.subject().connections() > 0)
                .filter(condition)
                .max(Comparator.comparingInt(line -> line.subject().connections()));
    }
}
