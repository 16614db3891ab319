package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import dev.fazt.api.storage.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Owns the writer and the readers of one data file, and hands out a lane to each plugin. Thread-safe. */
public final class StorageEngine {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    /** Two to four readers on two cores read fastest without starving the rest. */
    private static final int READERS = 3;

    private final DataFile file;
    private final StorageMetrics metrics = new StorageMetrics();
    private final GroupCommitWriter writer;
    private final ReaderPool readers;

    private StorageEngine(DataFile file) {
        this.file = file;
        this.writer = new GroupCommitWriter(file, metrics);
        this.readers = new ReaderPool(file, metrics);
    }

    /** Starts the writer and the readers. */
    public static StorageEngine start(DataFile file) {
        StorageEngine engine = new StorageEngine(file);
        engine.writer.start();
        engine.readers.start(READERS);
        return engine;
    }

    /** Opens a lane. Close it when nobody writes through it any more. */
    public Lane lane(String plugin) {
        WriteLane lane = new WriteLane(plugin);
        writer.add(lane);
        return new Lane(lane);
    }

    public StorageMetrics metrics() {
        return metrics;
    }

    /** Returns the number of units that wait in all lanes. */
    public int queueDepth() {
        return writer.depth();
    }

    /** Returns the size of the write-ahead log. */
    public long walBytes() {
        try {
            Path wal = Path.of(file.path() + "-wal");
            return Files.exists(wal) ? Files.size(wal) : 0;
        } catch (IOException e) {
            return 0; // it vanished between the two calls: a checkpoint closed it
        }
    }

    /** Finishes what was accepted, and closes the file: the last connection to close checkpoints the log. */
    public void close() throws InterruptedException {
        readers.close();
        writer.close();
    }

    /** Is one plugin's way into the storage. */
    public final class Lane implements Storage, AutoCloseable {
        private final WriteLane lane;

        private Lane(WriteLane lane) {
            this.lane = lane;
        }

        @Override
        public <T> T write(Work<T> work) {
            return awaitWrite(put(work));
        }

        @Override
        public <T> CompletableFuture<T> submit(Work<T> work) {
            return put(work).outcome;
        }

        @Override
        public <T> T read(Work<T> work) {
            return awaitRead(readers.submit(lane.plugin(), work, DEADLINE));
        }

        private <T> WorkUnit<T> put(Work<T> work) {
            if (writer.isWriterThread()) {
                throw new IllegalStateException("a unit of work must not write through the storage: use its own Sql");
            }
            WorkUnit<T> unit = new WorkUnit<>(lane.plugin(), work);
            lane.put(unit, DEADLINE);
            writer.wake();
            return unit;
        }

        /** Waits until what was handed in is durable, and ends the lane. */
        @Override
        public void close() {
            // A lane is a queue: when this empty unit is through, so is everything before it.
            try {
                write(sql -> 0);
            } finally {
                writer.remove(lane);
            }
        }
    }

    /** Waits for a write. Given up before it began, it is never run; after that, its outcome is not known. */
    private static <T> T awaitWrite(WorkUnit<T> unit) {
        try {
            return outcome(unit);
        } catch (TimeoutException e) {
            if (unit.abandon()) {
                throw overloaded();
            }
        }
        try {
            return outcome(unit);
        } catch (TimeoutException e) {
            throw unknown("the write has run for more than %d s".formatted(DEADLINE.toSeconds()));
        }
    }

    /** Waits for a read. Given up while it runs, it is interrupted: it must not keep a reader from others. */
    private <T> T awaitRead(WorkUnit<T> unit) {
        try {
            return outcome(unit);
        } catch (TimeoutException e) {
            if (unit.abandon()) {
                throw overloaded();
            }
            readers.interrupt(unit);
            throw FaztException.busy(
                    "the query took longer than %d s and was stopped: ask for less".formatted(DEADLINE.toSeconds()),
                    Duration.ofSeconds(10));
        }
    }

    private static <T> T outcome(WorkUnit<T> unit) throws TimeoutException {
        try {
            return unit.outcome.get(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (unit.abandon()) {
                throw FaztException.busy("interrupted before it began", Duration.ofSeconds(1));
            }
            throw unknown("interrupted while it ran");
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static FaztException overloaded() {
        return FaztException.busy("the storage is overloaded: try again later", Duration.ofSeconds(1));
    }

    private static FaztException unknown(String what) {
        return new FaztException(new Fault.Unknown(), what + ": its outcome is not known, look before repeating it");
    }

    private static RuntimeException rethrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure.getMessage(), failure.getCause());
        };
    }
}
