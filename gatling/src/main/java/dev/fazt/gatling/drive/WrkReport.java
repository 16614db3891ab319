package dev.fazt.gatling.drive;

import dev.fazt.gatling.figure.Answers;
import dev.fazt.gatling.figure.Kind;
import dev.fazt.gatling.figure.Percentiles;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the line that our script for wrk prints at its end. */
final class WrkReport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MARK = "LAB ";

    private WrkReport() {}

    /**
     * Reads what wrk printed.
     *
     * @param writes the share of inserts in percent
     * @throws IllegalStateException with what it printed, if our line is not there
     */
    static Answers parse(String output, int writes) {
        JsonNode line = output.lines()
                .filter(candidate -> candidate.startsWith(MARK))
                .findFirst()
                .map(found -> read(found.substring(MARK.length())))
                .orElseThrow(() -> new IllegalStateException("wrk did not report:\n" + output));
        long right = line.path("answers").asLong() - line.path("status").asLong();
        return new Answers(
                right * 1e6 / Math.max(1, line.path("micros").asLong()),
                new Percentiles(
                        millis(line, "p50"), millis(line, "p95"), millis(line, "p99"), millis(line, "p999"), millis(line, "max")),
                line.path("status").asLong() + line.path("broken").asLong(),
                Map.of(Kind.DOCUMENT, acknowledged(line, writes, right)));
    }

    /**
     * Returns how many inserts were confirmed at least. wrk does not tell whose answer it has got, so of a mix all that were
     * sent and not answered rightly may have been inserts.
     */
    private static long acknowledged(JsonNode line, int writes, long right) {
        return switch (writes) {
            case 0 -> 0;
            case 100 -> right;
            default -> Math.max(0, line.path("inserts").asLong() - (line.path("sent").asLong() - right));
        };
    }

    private static double millis(JsonNode line, String name) {
        return line.path(name).asLong() / 1_000.0;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalStateException("wrk reported '%s'".formatted(text), e);
        }
    }
}
