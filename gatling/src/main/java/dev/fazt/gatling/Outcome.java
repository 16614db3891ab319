package dev.fazt.gatling;

/**
 * Is what came of one workload. Times are in milliseconds.
 *
 * @param failures requests without the right answer
 * @param acknowledged inserts that were answered with 201
 * @param rows documents that the server holds afterwards; more than acknowledged is in order, since an answer can get lost
 */
record Outcome(
        Workload workload,
        double requestsPerSecond,
        int p50,
        int p95,
        int p99,
        int max,
        long failures,
        long acknowledged,
        long rows) {

    /** Returns how many acknowledged documents are not there. */
    long missing() {
        return Math.max(0, acknowledged - rows);
    }

    boolean passed() {
        return failures == 0 && missing() == 0 && requestsPerSecond > 0;
    }
}
