package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the jars by their contents: in the data file, which holds everything, and as files beside it, which Java can load.
 *
 * <p>A file is written under another name, forced to disk, and moved into place, so that one with its proper name is whole; one that is
 * missing or damaged is made again. Nobody else writes there: a jar that is loaded never changes. Calls that change something are made
 * by one thread at a time.
 */
final class PluginStore {
    private static final Logger LOG = LoggerFactory.getLogger(PluginStore.class);
    private static final int CHUNK = 512 << 10;
    private static final int SHOWN_DIGITS = 8;

    private final Path folder;
    private final Storage storage;
    /** Are the files that somebody still receives or looks at. */
    private final Set<Path> received = ConcurrentHashMap.newKeySet();

    /**
     * @param folder for the files, made when it is needed
     */
    PluginStore(Path folder, Storage storage) {
        this.folder = folder;
        this.storage = storage;
    }

    /**
     * Takes the bytes of a jar into a file of our own, which the caller gives to {@link #discard}. May be called by many at once.
     *
     * @throws FaztException 413 if there are too many
     * @throws PluginRejected if they break off
     * @throws IOException if they can not be stored
     */
    Path receive(InputStream in) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("received-" + UUID.randomUUID() + ".part");
        received.add(file);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            long left = Preflight.MAX_BYTES;
            byte[] buffer = new byte[1 << 16];
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                left -= read;
                if (left < 0) {
                    throw FaztException.tooLarge("a plugin's jar has at most %d MiB".formatted(Preflight.MAX_BYTES >> 20));
                }
                out.write(buffer, 0, read);
            }
            return file;
        } catch (IOException | RuntimeException | Error e) {
            discard(file);
            throw e;
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new PluginRejected("the jar broke off: " + e.getMessage(), e);
        }
    }

    /** Deletes a file that was received. */
    void discard(Path file) {
        received.remove(file);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("'{}' can not be deleted, which is tried again later: {}", file, e.toString());
        }
    }

    /** Keeps a jar that was received and checked. */
    void keep(CheckedJar jar, Path received) throws IOException {
        store(jar, received);
        Path file = path(jar.id(), jar.asVersion());
        if (!isWhole(file, jar.sha256())) {
            try (InputStream in = Files.newInputStream(received)) {
                place(file, in);
            }
        }
    }

    private void store(CheckedJar jar, Path received) throws IOException {
        String sha256 = jar.sha256();
        if (endingClasses(sha256).isPresent()) {
            return;
        }
        long size = Files.size(received);
        try (InputStream in = Files.newInputStream(received)) {
            int number = 0;
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                int position = number++;
                byte[] content = chunk;
                storage.write(sql -> sql.update(
                        "INSERT INTO fazt_plugin_chunk (sha256, number, content) VALUES (?, ?, ?) "
                                + "ON CONFLICT (sha256, number) DO UPDATE SET content = excluded.content",
                        sha256,
                        position,
                        content));
            }
        }
        storage.write(sql -> sql.update(
                "INSERT INTO fazt_plugin_jar (sha256, size, ending_classes) VALUES (?, ?, ?)",
                sha256,
                size,
                String.join(" ", jar.endingClasses())));
    }

    /** Returns what the preflight of a jar has found, if the jar is stored. */
    private Optional<Set<String>> endingClasses(String sha256) {
        return storage.read(sql -> sql.first(
                "SELECT ending_classes FROM fazt_plugin_jar WHERE sha256 = ?",
                row -> Arrays.stream(row.text("ending_classes").split(" "))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                sha256));
    }

    /** Is a jar that can be loaded. */
    record Stored(Path file, Set<String> endingClasses) {}

    /**
     * Returns the file of a version, made from the data file if need be.
     *
     * @throws PluginRejected if the data file does not have it either
     */
    Stored find(String id, PluginRecord.Version version) {
        Set<String> ending = endingClasses(version.sha256())
                .orElseThrow(() -> new PluginRejected("its jar is lost: install version %s again".formatted(version.number())));
        Path file = path(id, version);
        try {
            if (isWhole(file, version.sha256())) {
                return new Stored(file, ending);
            }
            place(file, new Chunks(version.sha256()));
            if (!isWhole(file, version.sha256())) {
                throw new PluginRejected("its jar in the data file is damaged: install version %s again".formatted(version.number()));
            }
            return new Stored(file, ending);
        } catch (IOException e) {
            throw new PluginRejected("its jar can not be read or written at '%s': %s".formatted(file, e), e);
        }
    }

    private Path path(String id, PluginRecord.Version version) {
        return folder.resolve(id).resolve("%s-%s.jar".formatted(version.number(), version.sha256().substring(0, SHOWN_DIGITS)));
    }

    private static boolean isWhole(Path file, String sha256) throws IOException {
        return Files.isRegularFile(file) && Sha256.of(file).equals(sha256);
    }

    private static void place(Path file, InputStream in) throws IOException {
        Path parent = file.getParent();
        Files.createDirectories(parent);
        Path part = Files.createTempFile(parent, "new-", ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                in.transferTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Reads a jar from the data file, a chunk at a time. */
    private final class Chunks extends InputStream {
        private final String sha256;
        private ByteBuffer chunk = ByteBuffer.allocate(0);
        private int next;

        Chunks(String sha256) {
            this.sha256 = sha256;
        }

        @Override
        public int read() {
            return fill() ? chunk.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, chunk.remaining());
            chunk.get(target, offset, count);
            return count;
        }

        private boolean fill() {
            if (!chunk.hasRemaining()) {
                int number = next++;
                chunk = storage.read(sql -> sql.first(
                                "SELECT content FROM fazt_plugin_chunk WHERE sha256 = ? AND number = ?",
                                row -> ByteBuffer.wrap(row.bytes("content")),
                                sha256,
                                number))
                        .orElse(ByteBuffer.allocate(0));
            }
            return chunk.hasRemaining();
        }
    }

    /** Forgets every jar that none of the records names, and whatever else is left of an interrupted change. What can not be now, is later. */
    void sweep(Supplier<List<PluginRecord>> records) {
        try {
            forgetAllBut(records.get());
        } catch (FaztException | IOException | UncheckedIOException e) {
            LOG.warn("what is left of old plugins can not be deleted, which is tried again later: {}", e.toString());
        }
    }

    private void forgetAllBut(List<PluginRecord> records) throws IOException {
        List<String> kept = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (PluginRecord record : records) {
            List<PluginRecord.Version> versions = new ArrayList<>();
            if (record.isInstalled()) {
                versions.add(record.current());
                record.before().ifPresent(versions::add);
            }
            versions.forEach(version -> {
                kept.add(version.sha256());
                files.add(path(record.id(), version));
            });
        }
        for (String sha256 : storage.read(sql -> sql.query("SELECT DISTINCT sha256 FROM fazt_plugin_chunk", row -> row.text("sha256")))) {
            if (!kept.contains(sha256)) {
                storage.write(sql -> {
                    sql.update("DELETE FROM fazt_plugin_jar WHERE sha256 = ?", sha256);
                    return sql.update("DELETE FROM fazt_plugin_chunk WHERE sha256 = ?", sha256);
                });
            }
        }
        deleteAllBut(Set.copyOf(files));
    }

    private static void deleteIfEmpty(Path visited) throws IOException {
        try {
            Files.delete(visited);
        } catch (DirectoryNotEmptyException e) {
            // It is in use.
        }
    }

    private void deleteAllBut(Set<Path> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(file.getFileName());
                if (!files.contains(file) && !received.contains(file) && (name.endsWith(".jar") || name.endsWith(".part"))) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // somebody has received it, and is through with it
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (!visited.equals(folder)) {
                    deleteIfEmpty(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
