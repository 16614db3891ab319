package dev.fazt.host.observe;

import dev.fazt.host.backup.BackupSchedule;
import dev.fazt.host.storage.StorageEngine;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Renders the metrics for Prometheus. Thread-safe. */
public final class MetricsPage {
    private final StorageEngine storage;
    private final BackupSchedule backups;
    private final LongSupplier requests;

    public MetricsPage(StorageEngine storage, BackupSchedule backups, LongSupplier requests) {
        this.storage = storage;
        this.backups = backups;
        this.requests = requests;
    }

    /** Returns the page as of now. */
    public String render() {
        var metrics = storage.metrics();
        var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new PrometheusText()
                .counter("fazt_http_requests_total", "Requests answered", requests.getAsLong())
                .counter("fazt_storage_units_total", "Units of work committed", metrics.units())
                .histogram("fazt_storage_batch_units", "Units of work in one transaction", metrics.batches())
                .histogram("fazt_storage_commit_seconds", "Time of a commit, forced to disk", metrics.commits())
                .histograms(
                        "fazt_storage_wait_seconds", "Time that a write waited for its turn", "plugin", metrics.waits())
                .gauges("fazt_storage_queue_depth", "Writes that wait", "lane", storage.queueDepths())
                .counters("fazt_storage_failures_total", "Units of work that failed", "kind", metrics.failures())
                .counter("fazt_storage_reads_total", "Units of work that only read", metrics.reads())
                .histogram("fazt_storage_read_wait_seconds", "Time that a read waited for a reader", metrics.readWaits())
                .gauge("fazt_storage_read_queue_depth", "Reads that wait", storage.readQueueDepth())
                .gauge("fazt_storage_wal_bytes", "Size of the write-ahead log in use", metrics.walBytes())
                .histogram("fazt_storage_checkpoint_seconds", "Time of a checkpoint", metrics.checkpoints())
                .counter(
                        "fazt_storage_retired_threads_total",
                        "Threads left behind with work that did not end",
                        metrics.retiredThreads())
                .counter("fazt_backup_failures_total", "Scheduled backups that failed", backups.failures())
                .gauge(
                        "fazt_backup_last_success_timestamp_seconds",
                        "When the last scheduled backup was made, 0 if never",
                        backups.lastSuccess().map(Instant::getEpochSecond).orElse(0L))
                .gauge("jvm_memory_heap_used_bytes", "Heap in use", memory.getUsed())
                .toString();
    }
}
