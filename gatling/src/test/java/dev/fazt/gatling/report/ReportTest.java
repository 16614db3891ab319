package dev.fazt.gatling.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.gatling.figure.Answers;
import dev.fazt.gatling.figure.Kind;
import dev.fazt.gatling.figure.Measured;
import dev.fazt.gatling.figure.Percentiles;
import dev.fazt.gatling.figure.ProcessUse;
import dev.fazt.gatling.figure.Second;
import dev.fazt.gatling.figure.Spread;
import dev.fazt.gatling.figure.StorageUse;
import dev.fazt.gatling.figure.Subject;
import dev.fazt.gatling.server.StartUp;
import dev.fazt.gatling.watch.Machine;
import dev.fazt.gatling.watch.ProcessSample;
import dev.fazt.gatling.watch.StorageSample;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final long MEBI = 1 << 20;
    private static final Subject WRITES = new Subject("gatling", Subject.FAZT, "pure writes", 2_000, Optional.of(832));
    private static final Subject READS = new Subject("wrk", Subject.FAZT, "pure reads", 64, Optional.of(19_536));
    private static final Subject NGINX = new Subject("wrk", Subject.NGINX, "pure reads", 64, Optional.empty());

    private static Measured measured(Subject subject, int run, double rate, long failures, long acknowledged, long rows) {
        return new Measured(
                subject,
                run,
                run * 10_000L,
                run * 10_000L + 5_000,
                new Answers(rate, new Percentiles(1.25, 20, 30, 40, 50), failures, Map.of(Kind.DOCUMENT, acknowledged)),
                Map.of(Kind.DOCUMENT, rows),
                0.5,
                Optional.of(new ProcessUse(1.5, 150 * MEBI + run * MEBI, 140 * MEBI, 30, 2_100)),
                Optional.of(new StorageUse(1_000 + run, 250.5, 8 * MEBI)),
                List.of(new Second(run * 10_000L, 100, new Percentiles(1, 2, 3, 4, 5))));
    }

    private static Report report(Measured... runs) {
        return new Report(
                "2026-01-31T00:00:00Z",
                new Machine("Some Chip", 2, 1_024 * MEBI, "Linux 6", "ext4"),
                Map.of("users", "2000"),
                List.of("-Xmx128m"),
                Optional.of(new StartUp(3, new Spread(800, 700, 900), new Spread(300, 290, 310))),
                Optional.empty(),
                Line.of(List.of(runs)),
                List.of(runs),
                LongStream.range(0, 3_000)
                        .mapToObj(i -> new ProcessSample(i * 10, i, (100 + i % 60) * MEBI, 90 * MEBI, 30, 50))
                        .toList(),
                List.of(new StorageSample(0, 0, 0, 0, 0, 0), new StorageSample(1_000, 500, 7, 9, 3, 1), new StorageSample(2_000, 900, 0, 9, 3, 1)));
    }

    @Nested
    class Lines {
        private final Line line = Line.of(List.of(
                        measured(WRITES, 1, 8_000, 0, 10, 10),
                        measured(READS, 1, 50_000, 0, 0, 0),
                        measured(WRITES, 2, 9_000, 1, 10, 12),
                        measured(WRITES, 3, 5_000, 0, 10, 7)))
                .getFirst();

        @Test
        void have_medians_of_rates_sums_of_what_must_not_happen_and_peaks_of_what_was_used() {
            assertThat(line.requestsPerSecond()).isEqualTo(new Spread(8_000, 5_000, 9_000));
            assertThat(line.runs()).isEqualTo(3);
            assertThat(line.failures()).isEqualTo(1);
            // A row too many in one run does not make up for one that is missing in another.
            assertThat(line.missing()).isEqualTo(3);
            assertThat(line.resident()).contains(153 * MEBI);
            assertThat(line.queue()).contains(1_003L);
            assertThat(line.generatorShare()).contains(0.25);
        }
    }

    @Nested
    class The_text {
        @Test
        void stands_next_to_the_forerunner_and_to_nginx() {
            String text = new MarkdownReport(report(
                            measured(WRITES, 1, 8_320, 0, 10, 10), measured(READS, 1, 50_000, 0, 0, 0), measured(NGINX, 1, 100_000, 0, 0, 0)))
                    .requests();
            List<String> writes = cells(text, "pure writes");
            assertThat(writes).containsExactly(
                    "pure writes", "gatling", "2,000", "8,320", "8,320 … 8,320", "832", "10.0", "", "", "1.3", "20", "30", "40",
                    "50", "0", "10", "10", "0");
            assertThat(cells(text, "pure reads").subList(5, 9)).containsExactly("19,536", "2.6", "100,000", "0.50");
            assertThat(text.lines()).hasSize(4);
        }

        @Test
        void has_all_sections_and_the_peak_of_memory() {
            String text = new MarkdownReport(report(measured(WRITES, 1, 8_000, 0, 10, 10))).text();
            assertThat(text)
                    .contains("## Start-up", "## Requests", "## What they cost", "## Over time", "## Capacity", "-Xmx128m")
                    .contains("the whole process): 159 MiB", "![memory](memory.svg)");
        }

        @Test
        void lines_up_its_tables() {
            MarkdownTable table = new MarkdownTable("what", "n");
            table.add("reads", "1,000");
            assertThat(table).hasToString(
                    """
                    | what  |     n |
                    |-------|------:|
                    | reads | 1,000 |
                    """);
        }

        private static List<String> cells(String table, String first) {
            return table.lines()
                    .filter(line -> line.startsWith("| " + first))
                    .flatMap(line -> List.of(line.substring(1).split("\\|", -1)).stream())
                    .map(String::strip)
                    .toList()
                    .subList(0, 18);
        }
    }

    @Nested
    class Capacity_in_a_month {
        @Test
        void is_half_of_the_rate_in_an_hour_that_carries_a_tenth_of_the_day() {
            assertThat(Capacity.perMonth(1)).isEqualTo(0.5 * 3_600 * 10 * 30);
        }

        @Test
        void is_told_for_what_was_measured_and_for_the_best_driver() {
            String text = new Capacity(Line.of(List.of(
                            measured(READS, 1, 60_000, 0, 0, 0),
                            measured(new Subject("gatling", Subject.FAZT, "pure reads", 2_000, Optional.empty()), 1, 20_000, 0, 0, 0))))
                    .markdown();
            assertThat(text).contains("60,000 ", "32,000,000,000", "without a failure: 2,000", "page views of 6 requests");
            assertThat(text).doesNotContain("forms");
            assertThat(new Capacity(List.of()).markdown()).isEmpty();
        }
    }

    @Nested
    class Files_of_a_report {
        @TempDir
        Path folder = Path.of("");

        @Test
        void are_text_json_and_pictures() throws Exception {
            new ReportFolder(folder).write(report(measured(WRITES, 1, 8_000, 0, 10, 10), measured(WRITES, 2, 9_000, 0, 10, 10)));
            JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("report.json")));
            assertThat(json.at("/lines/0/requestsPerSecond/median").asDouble()).isEqualTo(8_500);
            assertThat(json.at("/runs/1/answers/acknowledged/DOCUMENT").asLong()).isEqualTo(10);
            for (String picture : List.of("throughput.svg", "latency.svg", "memory.svg", "queue.svg")) {
                String svg = Files.readString(folder.resolve(picture));
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
                assertThat(svg).contains("pure writes, gatling, fazt, run 1").doesNotContain("NaN", "Infinity");
            }
        }
    }

    @Nested
    class Pictures_of_long_measurements {
        @Test
        void keep_the_peaks() {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                points.add(new Point(i, i == 7_777 ? 500 : 1));
            }
            Series thin = new Series("memory", points).thinned(100);
            assertThat(thin.points()).hasSize(100).contains(new Point(7_777, 500));
        }

        @Test
        void escape_what_they_are_told() {
            Chart chart = new Chart("a<b", false, List.of(new Series("x", List.of(new Point(0, 1), new Point(1, 2)))), List.of());
            assertThat(chart.svg()).contains("a&lt;b").doesNotContain("a<b");
        }
    }

    @Nested
    class A_measurement {
        @Test
        void passes_if_nothing_failed_or_is_missing() {
            assertThat(report(measured(WRITES, 1, 1, 0, 10, 10)).passed()).isTrue();
            assertThat(report(measured(WRITES, 1, 1, 1, 10, 10)).passed()).isFalse();
            assertThat(report(measured(WRITES, 1, 1, 0, 10, 9)).passed()).isFalse();
            assertThat(report().passed()).isFalse();
        }
    }
}
