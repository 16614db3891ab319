package dev.fazt.host.server;

import dev.fazt.host.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the command line on this machine which server runs on a data file, and how to speak to it.
 *
 * <p>The file {@code <data file>.run} is locked by the server as long as it lives, whatever ends it; its text is believed only
 * while it is locked. Only its owner can read it: it carries the token of this run.
 *
 * @param url where this machine reaches the server
 * @param token acts as the owner until the server ends
 */
public record RunFile(long pid, String url, int port, String token, Instant startedAt, String version) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** POSIX drops all locks of a process on a file when it closes any channel to it, so we never open our own twice. */
    private static final Map<Path, Optional<RunFile>> OWN = new ConcurrentHashMap<>();

    /** Finds the server that runs on a data file. Empty if there is none, or if it is still starting. */
    public static Optional<RunFile> read(Path database) {
        Path path = pathOf(database);
        Optional<RunFile> own = OWN.get(path);
        if (own != null) {
            return own;
        }
        if (Files.notExists(path)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            try (FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(JSON.readValue(Files.readAllBytes(path), RunFile.class));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static Path pathOf(Path database) {
        Path absolute = database.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".run");
    }

    /** Holds the lock of a data file until it is closed. */
    public static final class Held implements AutoCloseable {
        private static final int ATTEMPTS = 20;
        private static final long PAUSE_NANOS = 25_000_000;

        private final Path path;
        private final FileChannel channel;

        private Held(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        /**
         * Takes the lock.
         *
         * @throws StartupException if another server holds it, with its process id
         */
        public static Held take(Path database) {
            Path path = pathOf(database);
            if (OWN.putIfAbsent(path, Optional.empty()) != null) {
                throw refused(database, OWN.getOrDefault(path, Optional.empty()));
            }
            try {
                Files.createDirectories(path.getParent());
                FileChannel channel = FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                if (!lock(channel)) {
                    channel.close();
                    OWN.remove(path);
                    throw refused(database, read(database));
                }
                return new Held(path, channel);
            } catch (IOException e) {
                OWN.remove(path);
                throw new StartupException(
                        "can not write in the folder of '%s': choose another place with --db (%s)".formatted(database, e), e);
            }
        }

        /** Tries for a while: a command that asks whether a server runs holds the lock for a moment. */
        private static boolean lock(FileChannel channel) throws IOException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (channel.tryLock() != null) {
                    return true;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return false;
        }

        private static StartupException refused(Path database, Optional<RunFile> holder) {
            return new StartupException("a server runs on '%s' already%s: stop it with 'fazt server stop --db %s'"
                    .formatted(
                            database,
                            holder.map(file -> " (process " + file.pid + ", port " + file.port + ")").orElse(""),
                            database));
        }

        /** Publishes how to reach the server. */
        void publish(RunFile file) {
            try {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(JSON.writeValueAsString(file).getBytes(StandardCharsets.UTF_8)), 0);
                OWN.put(path, Optional.of(file));
            } catch (IOException e) {
                throw new StartupException("can not write '%s': %s".formatted(path, e), e);
            }
        }

        /** Empties the file and gives the lock back. The file stays: removing it would race with the next start. */
        @Override
        public void close() {
            try (channel) {
                channel.truncate(0);
            } catch (IOException e) {
                // The text is not believed without the lock, which ends with the channel.
            } finally {
                OWN.remove(path);
            }
        }
    }
}
