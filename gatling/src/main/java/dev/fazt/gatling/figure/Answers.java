package dev.fazt.gatling.figure;

import java.util.Map;

/**
 * Is what a driver got for its requests.
 *
 * @param latency of the right answers
 * @param failures requests without the right answer
 * @param acknowledged how many writes were confirmed, or at least so many
 */
public record Answers(double requestsPerSecond, Percentiles latency, long failures, Map<Kind, Long> acknowledged) {

    public Answers {
        acknowledged = Map.copyOf(acknowledged);
    }

    public long acknowledgedInAll() {
        return acknowledged.values().stream().mapToLong(Long::longValue).sum();
    }
}
