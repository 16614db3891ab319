package dev.fazt.host.storage;

import java.time.Duration;

/**
 * Says how durable writes are, and how much one piece of work may take.
 *
 * @param synchronous whether each commit is forced to disk
 * @param readers the connections that read, 1 to 16; two to four on two cores read fastest without starving the rest
 * @param writeLimit how long one unit of work may keep the writer
 * @param readLimit how long one unit of work may keep a reader, and its snapshot the write-ahead log
 * @param walLimitBytes how large the write-ahead log may get before the oldest reader is ended
 */
public record StorageSettings(
        Synchronous synchronous, int readers, Duration writeLimit, Duration readLimit, long walLimitBytes) {

    /** Is SQLite's setting of the same name. */
    public enum Synchronous {
        /** Each commit is on disk before it is acknowledged: nothing acknowledged is lost, not even in a power cut. */
        FULL,
        /** The log is forced to disk at checkpoints only: a power cut can lose the last writes, a killed process none. */
        NORMAL
    }

    public static final StorageSettings DEFAULT = new StorageSettings(
            Synchronous.FULL, 3, Duration.ofSeconds(5), Duration.ofSeconds(10), 256L << 20);

    public StorageSettings {
        if (readers < 1 || readers > 16) {
            throw new IllegalArgumentException("%d is not a number of readers: use 1 to 16".formatted(readers));
        }
        if (writeLimit.toMillis() < 10 || readLimit.toMillis() < 10) {
            throw new IllegalArgumentException("a limit is at least 10 ms");
        }
        if (walLimitBytes < 8 << 20) {
            throw new IllegalArgumentException("the write-ahead log needs at least 8 MiB");
        }
    }
}
