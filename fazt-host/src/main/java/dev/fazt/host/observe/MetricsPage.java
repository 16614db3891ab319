package dev.fazt.host.observe;

import dev.fazt.host.storage.StorageEngine;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Renders the metrics in the Prometheus text format, version 0.0.4. */
public final class MetricsPage {
    private final StorageEngine storage;
    private final LongSupplier requests;

    public MetricsPage(StorageEngine storage, LongSupplier requests) {
        this.storage = storage;
        this.requests = requests;
    }

    /** Returns the page as of now. */
    public String render() {
        var metrics = storage.metrics();
        var memory = java.lang.management.ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return String.join(
                "",
                metric("fazt_http_requests_total", "counter", "Requests answered", requests.getAsLong()),
                metric("fazt_storage_units_total", "counter", "Units of work committed", metrics.units()),
                metric("fazt_storage_commits_total", "counter", "Transactions committed", metrics.commits()),
                metric("fazt_storage_commit_seconds_total", "counter", "Time spent in commits", metrics.commitSeconds()),
                metric("fazt_storage_failures_total", "counter", "Units and batches that failed", metrics.failures()),
                metric("fazt_storage_reads_total", "counter", "Units of work that only read", metrics.reads()),
                metric("fazt_storage_queue_depth", "gauge", "Units waiting for the writer", storage.queueDepth()),
                metric("fazt_storage_wal_bytes", "gauge", "Size of the write-ahead log", storage.walBytes()),
                metric("jvm_memory_heap_used_bytes", "gauge", "Heap in use", memory.getUsed()));
    }

    private static String metric(String name, String type, String help, Number value) {
        return String.format(
                Locale.ROOT, "# HELP %s %s.\n# TYPE %s %s\n%s %s\n", name, help, name, type, name, value);
    }
}
