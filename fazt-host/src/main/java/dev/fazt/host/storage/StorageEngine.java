package dev.fazt.host.storage;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Work;
import java.time.Duration;
import java.util.Map;

/** Owns the writer and the readers of one data file, and hands out lanes to each plugin. Thread-safe. */
public final class StorageEngine {
    private final StorageSettings settings;
    private final StorageMetrics metrics = new StorageMetrics();
    private final WriteLanes lanes = new WriteLanes();
    private final Deadlines deadlines = new Deadlines();
    private final Maintenance maintenance;
    private final GroupCommitWriter writer;
    private final ReaderPool readers;
    private final Watchdog watchdog;

    private StorageEngine(DataFile file, StorageSettings settings, GroupCommitWriter.Batching batching) {
        this.settings = settings;
        this.maintenance = new Maintenance(file, metrics);
        this.writer = new GroupCommitWriter(
                () -> file.connectWriter(settings.synchronous()), lanes, batching, maintenance, metrics);
        this.readers = new ReaderPool(file, settings, metrics);
        this.watchdog = new Watchdog(writer, readers, deadlines, metrics, settings);
    }

    /** Starts the writer and the readers. */
    public static StorageEngine start(DataFile file, StorageSettings settings) {
        return start(file, settings, GroupCommitWriter.Batching.DEFAULT);
    }

    /** Starts with other batches, to measure what they are worth. */
    static StorageEngine start(DataFile file, StorageSettings settings, GroupCommitWriter.Batching batching) {
        StorageEngine engine = new StorageEngine(file, settings, batching);
        engine.writer.start();
        engine.readers.start();
        engine.maintenance.start();
        engine.watchdog.start();
        return engine;
    }

    /** Returns a plugin's way in. Closing it waits for what was handed in. */
    public PluginStorage lane(String plugin) {
        return new PluginStorage(this, lanes.of(plugin));
    }

    public StorageMetrics metrics() {
        return metrics;
    }

    /** Returns the number of units that wait, by plugin. */
    public Map<String, Integer> queueDepths() {
        return lanes.depths();
    }

    /** Returns the number of reads that wait. */
    public int readQueueDepth() {
        return readers.depth();
    }

    StorageSettings settings() {
        return settings;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    ReaderPool readers() {
        return readers;
    }

    <T> WorkUnit<T> put(Work<T> work, WriteLanes.OfPlugin of, WriteLane lane, Duration deadline, Duration limit) {
        WorkUnit<T> unit = new WorkUnit<>(of.plugin(), work, limit);
        put(unit, lane, deadline);
        return unit;
    }

    void put(WorkUnit<?> unit, WriteLane lane, Duration deadline) {
        refuseWithinUnit();
        try {
            lane.put(unit, deadline);
        } catch (FaztException e) {
            throw counted(e);
        }
        writer.wake();
    }

    <T> WorkUnit<T> read(Work<T> work, WriteLanes.OfPlugin of, Duration deadline) {
        refuseWithinUnit();
        try {
            return readers.submit(of.plugin(), work, deadline);
        } catch (FaztException e) {
            throw counted(e);
        }
    }

    static void refuseWithinUnit() {
        if (SqlWorker.isCurrentThread()) {
            throw new IllegalStateException("a unit of work must not call the storage: use its own Sql");
        }
    }

    /**
     * Lets the threads on which units of work run forget their thread-locals, each before its next unit: a value that a plugin left there
     * would keep its classes for ever.
     */
    public void forgetThreadLocals() {
        SqlWorker.forgetThreadLocals();
        // Who has nothing to do would keep them until there is something: give everybody something.
        PluginStorage anybody = lane("host");
        anybody.write(sql -> true);
        for (int i = 0; i < 2 * settings.readers(); i++) {
            anybody.read(sql -> true);
        }
    }

    /** Counts what a caller is told whose unit never ran. */
    FaztException counted(FaztException failure) {
        metrics.failed(failure);
        return failure;
    }

    /** Finishes what was accepted, and closes the file: the last connection to close checkpoints the log. */
    public void close() throws InterruptedException {
        readers.close();
        writer.close();
        watchdog.close();
        maintenance.close();
    }
}
