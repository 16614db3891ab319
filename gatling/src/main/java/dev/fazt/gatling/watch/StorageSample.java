package dev.fazt.gatling.watch;

import java.util.Optional;

/**
 * Is what a server's metrics tell at one moment.
 *
 * @param at in epoch milliseconds
 * @param requests answered since it started
 * @param queue writes that wait
 * @param units of work committed since it started
 * @param transactions that they were committed in
 * @param walBytes size of the write-ahead log in use
 */
public record StorageSample(long at, long requests, long queue, long units, long transactions, long walBytes) {

    /** Reads the metrics page of a Fazt server. Empty if it is not one. */
    static Optional<StorageSample> parse(long at, String page) {
        MetricsText metrics = new MetricsText(page);
        var transactions = metrics.sum("fazt_storage_batch_units_count");
        if (transactions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StorageSample(
                at,
                whole(metrics, "fazt_http_requests_total"),
                whole(metrics, "fazt_storage_queue_depth"),
                whole(metrics, "fazt_storage_batch_units_sum"),
                (long) transactions.getAsDouble(),
                whole(metrics, "fazt_storage_wal_bytes")));
    }

    private static long whole(MetricsText metrics, String name) {
        return (long) metrics.sum(name).orElse(0);
    }
}
