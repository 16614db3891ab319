package dev.fazt.host.configuration;

import dev.fazt.host.storage.StorageSettings.Synchronous;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Declares every key. The command line, the environment, the file and the documentation all follow from here. */
public final class Keys {
    public static final Key<Integer> SERVER_PORT = new Key<>(
            "server.port", "8080", "Where to listen; 0 for any free port.", Formats.wholeNumber(0, 65_535));

    public static final Key<String> SERVER_BIND =
            new Key<>("server.bind", "0.0.0.0", "The network address to listen on.", Formats.host());

    public static final Key<String> SERVER_DOMAIN = new Key<>(
            "server.domain",
            "localhost",
            "Sites are at NAME.DOMAIN; an IP address if there is no domain.",
            Formats.domain());

    public static final Key<List<String>> SERVER_TRUSTED_PROXIES = new Key<>(
            "server.trusted-proxies",
            "none",
            "The proxies whose X-Forwarded-For is believed, separated by commas.",
            Formats.addresses());

    public static final Key<Path> PLUGINS_FOLDER = new Key<>(
            "plugins.folder",
            Places.PROGRAM + "/plugins",
            "The jars that are dropped into it are taken in. Whoever can write to it controls the server.",
            Formats.folder());

    public static final Key<Optional<String>> PLUGINS_REPOSITORY = new Key<>(
            "plugins.repository", "none", "The plugins.json from which plugins are installed by their id.", Formats.addressOrNone());

    public static final Key<Boolean> PLUGINS_SAFE_MODE =
            new Key<>("plugins.safe-mode", "false", "Starts no plugin, to mend what they keep from starting.", Formats.flag());

    public static final Key<Duration> PLUGINS_REQUEST_LIMIT = new Key<>(
            "plugins.request-limit",
            "30s",
            "How long a request may be in a plugin until its answer begins.",
            Formats.duration("100ms", "1h"));

    public static final Key<Integer> PLUGINS_CONCURRENT_REQUESTS = new Key<>(
            "plugins.concurrent-requests",
            "8192",
            "How many requests may be in one plugin at the same time.",
            Formats.wholeNumber(1, 1_000_000));

    public static final Key<Duration> PLUGINS_DRAIN_LIMIT = new Key<>(
            "plugins.drain-limit",
            "5s",
            "How long requests have to end when their plugin is replaced or stopped.",
            Formats.duration("10ms", "10m"));

    public static final Key<Duration> PLUGINS_START_LIMIT = new Key<>(
            "plugins.start-limit",
            "8s",
            "How long a plugin may take to start while the server runs; everybody's writes wait meanwhile.",
            Formats.duration("100ms", "10m"));

    public static final Key<Synchronous> STORAGE_SYNCHRONOUS = new Key<>(
            "storage.synchronous",
            "full",
            "normal is faster than full, but a power cut can lose the last writes.",
            Formats.oneOf(Synchronous.class));

    public static final Key<Integer> STORAGE_READERS = new Key<>(
            "storage.readers", "3", "How many connections read at the same time, 1 to 16.", Formats.wholeNumber(1, 16));

    public static final Key<Duration> STORAGE_WRITE_LIMIT = new Key<>(
            "storage.write-limit",
            "5s",
            "How long one piece of work may keep the writer from the others.",
            Formats.duration("10ms", "10m"));

    public static final Key<Duration> STORAGE_READ_LIMIT = new Key<>(
            "storage.read-limit", "10s", "How long one query may run.", Formats.duration("10ms", "1h"));

    public static final Key<Long> STORAGE_WAL_LIMIT = new Key<>(
            "storage.wal-limit",
            "256MiB",
            "How large the write-ahead log may get before the oldest query is ended.",
            Formats.size("8MiB", "1024GiB"));

    public static final Key<Optional<Duration>> BACKUP_EVERY = new Key<>(
            "backup.every",
            "off",
            "How often the server makes a backup by itself, such as 24h.",
            Formats.durationOrOff("1m", "366d"));

    public static final Key<Integer> BACKUP_KEEP = new Key<>(
            "backup.keep", "7", "How many of its own backups it keeps.", Formats.wholeNumber(1, 1_000));

    public static final Key<Path> BACKUP_FOLDER =
            new Key<>("backup.folder", Places.DATA + "/backups", "Where it puts them.", Formats.folder());

    public static final Key<Duration> AUDIT_KEEP = new Key<>(
            "audit.keep",
            "365d",
            "How long the audit log keeps who did what.",
            Formats.duration("1d", "36500d"));

    /** Holds all keys in the order in which they are shown. */
    public static final List<Key<?>> ALL = List.of(
            SERVER_PORT,
            SERVER_BIND,
            SERVER_DOMAIN,
            SERVER_TRUSTED_PROXIES,
            PLUGINS_FOLDER,
            PLUGINS_REPOSITORY,
            PLUGINS_SAFE_MODE,
            PLUGINS_REQUEST_LIMIT,
            PLUGINS_CONCURRENT_REQUESTS,
            PLUGINS_DRAIN_LIMIT,
            PLUGINS_START_LIMIT,
            STORAGE_SYNCHRONOUS,
            STORAGE_READERS,
            STORAGE_WRITE_LIMIT,
            STORAGE_READ_LIMIT,
            STORAGE_WAL_LIMIT,
            BACKUP_EVERY,
            BACKUP_KEEP,
            BACKUP_FOLDER,
            AUDIT_KEEP);

    private Keys() {}
}
