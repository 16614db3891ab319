package dev.fazt.gatling.report;

import dev.fazt.gatling.figure.Percentiles;
import dev.fazt.gatling.figure.Spread;
import dev.fazt.gatling.figure.Subject;
import dev.fazt.gatling.server.StartUp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the report for people. */
final class MarkdownReport {
    private final Report report;

    MarkdownReport(Report report) {
        this.report = report;
    }

    String text() {
        StringBuilder text = new StringBuilder("# What the load lab measured\n\n").append(where());
        report.brokenOff().ifPresent(reason -> text.append("\n**Broken off:** ").append(reason).append('\n'));
        report.startUp().ifPresent(startUp -> section(text, "Start-up", startUp(startUp)));
        section(text, "Requests", requests());
        section(text, "What they cost", costs());
        section(text, "Over time", pictures());
        section(text, "Capacity", new Capacity(report.lines()).markdown());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, String content) {
        if (!content.isEmpty()) {
            text.append("\n## ").append(title).append('\n').append(content);
        }
    }

    private String where() {
        var machine = report.machine();
        String settings = report.settings().entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
        String options = report.javaOptions().isEmpty()
                ? ""
                : "- the server's Java: `%s`\n".formatted(String.join(" ", report.javaOptions()));
        return "- %s\n- %s, %d cores for server and load generator, %s MiB, %s, %s\n- %s\n%s"
                .formatted(
                        report.at(),
                        machine.processor(),
                        machine.cores(),
                        Numbers.megabytes(Optional.of(machine.memory())),
                        machine.system(),
                        machine.fileSystem(),
                        settings,
                        options);
    }

    private static String startUp(StartUp startUp) {
        MarkdownTable table = new MarkdownTable("milliseconds, %d runs".formatted(startUp.runs()), "median", "lowest", "highest");
        add(table, "`fazt server start` on a new data file, to the first answer", startUp.firstByte());
        add(table, "`fazt server status`, as a whole", startUp.command());
        return table.toString();
    }

    private static void add(MarkdownTable table, String what, Spread spread) {
        table.add(what, Numbers.whole(spread.median()), Numbers.whole(spread.lowest()), Numbers.whole(spread.highest()));
    }

    /** Writes the rates and times: medians of the runs, and in brackets how far the runs were apart. */
    String requests() {
        MarkdownTable table = new MarkdownTable(
                "workload", "driver", "connections", "requests/s", "runs from … to", "forerunner", "ratio", "nginx", "ratio",
                "p50 ms", "p95 ms", "p99 ms", "p99.9 ms", "max ms", "failures", "acknowledged", "rows", "missing");
        for (Line line : report.lines()) {
            Subject subject = line.subject();
            if (subject.server().equals(Subject.NGINX)) {
                continue;
            }
            double rate = line.requestsPerSecond().median();
            Optional<Double> forerunner = subject.forerunner().map(Integer::doubleValue);
            Optional<Double> nginx = nginx(subject);
            Percentiles latency = line.latency();
            table.add(
                    subject.workload(),
                    subject.driver(),
                    subject.connections() == 0 ? "open" : Numbers.count(subject.connections()),
                    Numbers.whole(rate),
                    "%s … %s".formatted(
                            Numbers.whole(line.requestsPerSecond().lowest()), Numbers.whole(line.requestsPerSecond().highest())),
                    forerunner.map(Numbers::whole).orElse(""),
                    forerunner.map(other -> Numbers.decimal(rate / other)).orElse(""),
                    nginx.map(Numbers::whole).orElse(""),
                    nginx.map(other -> Numbers.ratio(rate / other)).orElse(""),
                    Numbers.millis(latency.p50()),
                    Numbers.millis(latency.p95()),
                    Numbers.millis(latency.p99()),
                    Numbers.millis(latency.p999()),
                    Numbers.millis(latency.max()),
                    Numbers.count(line.failures()),
                    Numbers.count(line.acknowledged()),
                    Numbers.count(line.rows()),
                    Numbers.count(line.missing()));
        }
        return table.toString();
    }

    private Optional<Double> nginx(Subject subject) {
        return report.lines().stream()
                .filter(line -> line.subject().server().equals(Subject.NGINX))
                .filter(line -> line.subject().workload().equals(subject.workload()))
                .filter(line -> line.subject().driver().equals(subject.driver()))
                .filter(line -> line.subject().connections() == subject.connections())
                .map(line -> line.requestsPerSecond().median())
                .findFirst();
    }

    private String costs() {
        MarkdownTable table = new MarkdownTable(
                "workload", "driver", "connections", "server's cores", "generator's cores", "generator's share", "memory MiB",
                "threads", "files", "writes waiting", "writes in a transaction", "WAL MiB");
        List<Line> lines = report.lines().stream()
                .filter(line -> line.subject().server().equals(Subject.FAZT))
                .toList();
        for (Line line : lines) {
            Subject subject = line.subject();
            table.add(
                    subject.workload(),
                    subject.driver(),
                    subject.connections() == 0 ? "open" : Numbers.count(subject.connections()),
                    line.serverCores().map(Numbers::ratio).orElse(""),
                    Numbers.ratio(line.generatorCores()),
                    line.generatorShare().map(Numbers::percent).orElse(""),
                    Numbers.megabytes(line.resident()),
                    line.threads().map(Numbers::count).orElse(""),
                    line.descriptors().map(Numbers::count).orElse(""),
                    line.queue().map(Numbers::count).orElse(""),
                    line.batch().map(Numbers::decimal).orElse(""),
                    Numbers.megabytes(line.walBytes()));
        }
        String peak = report.peakMemory()
                .map(bytes -> "\nThe most memory at any time (resident, the whole process): %s MiB.\n"
                        .formatted(Numbers.megabytes(Optional.of(bytes))))
                .orElse("");
        return table + peak;
    }

    private String pictures() {
        return Pictures.of(report).keySet().stream()
                .map(file -> "![%s](%s)\n".formatted(file.replace(".svg", ""), file))
                .collect(Collectors.joining("\n"));
    }
}
