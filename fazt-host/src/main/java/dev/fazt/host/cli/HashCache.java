package dev.fazt.host.cli;

import dev.fazt.host.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the hashes of a folder's files, so that a deploy reads only those that changed since the one before. A file is taken for
 * unchanged as git does it: by its size, its times and its place on the disk ({@link FileStamp}).
 *
 * <p>One file for each folder, in the user's cache folder. It can be lost, damaged or not writable: then files are read again. Not
 * thread-safe.
 */
final class HashCache {
    private static final String TITLE = "fazt hashes 1 ";
    private static final int MOST_FOLDERS = 64;
    private static final long LONGEST = 32L << 20;

    /** A file that was changed as late as this before it was read may be changed again without its times telling. */
    private static final Duration UNSETTLED = Duration.ofSeconds(2);

    private final @Nullable Path file;
    private final Map<String, Known> known = new HashMap<>();
    private boolean changed;

    private record Known(String stamp, String hash, long crc) {}

    private HashCache(@Nullable Path file) {
        this.file = file;
    }

    /** Opens what is remembered of a folder; nothing, if the environment names no place for caches. */
    static HashCache open(Shell shell, Path root) {
        String name = Sha256.of(root.toString()).substring(0, 32);
        HashCache cache = new HashCache(Folders.cache(shell).map(folder -> folder.resolve(name + ".hashes")).orElse(null));
        cache.load();
        return cache;
    }

    private void load() {
        if (file == null) {
            return;
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return;
            }
            String text = Files.readString(file);
            int end = text.indexOf('\n') + 1;
            String body = text.substring(end);
            // A hash that is wrong would deploy another content: whatever is not as it was written is not believed.
            if (!text.substring(0, end).equals(title(body))) {
                return;
            }
            body.lines().forEach(line -> {
                String[] parts = line.split("\t", 4);
                known.put(parts[3], new Known(parts[0], parts[1], Long.parseLong(parts[2])));
            });
        } catch (IOException | RuntimeException unreadable) {
            // Only a cache: the files are read instead.
            known.clear();
        }
    }

    /** Returns what is known of a file as it is now, having read it if it must be. */
    DeployFile describe(SiteFolder.File listed) throws IOException {
        String stamp = FileStamp.of(listed.location());
        Known before = known.get(listed.path());
        if (before != null && !stamp.isEmpty() && before.stamp.equals(stamp)) {
            return new DeployFile(listed.path(), listed.location(), before.hash, FileStamp.bytes(stamp), before.crc);
        }
        Instant settled = Instant.now().minus(UNSETTLED);
        DeployFile read = DeployFile.read(listed);
        known.remove(listed.path());
        changed = true;
        if (!stamp.isEmpty()
                && stamp.equals(FileStamp.of(listed.location()))
                && FileStamp.changedBefore(stamp, settled)
                && listed.path().chars().allMatch(c -> c >= 0x20)) {
            known.put(listed.path(), new Known(stamp, read.hash(), read.crc()));
        }
        return read;
    }

    /** Keeps what is known of these files for the next time, unless it is what is kept already. */
    void save(Collection<DeployFile> files) {
        if (file == null || (!changed && known.size() == files.size())) {
            return;
        }
        StringBuilder body = new StringBuilder();
        for (DeployFile each : files) {
            Known now = known.get(each.path());
            if (now != null) {
                body.append(now.stamp).append('\t').append(now.hash).append('\t').append(now.crc).append('\t').append(each.path()).append('\n');
            }
        }
        try {
            write(file, title(body.toString()) + body);
        } catch (IOException | UnsupportedOperationException notWritable) {
            // Only a cache: the next deploy takes longer.
            forget();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.resolveSibling("");
        Files.createDirectories(folder);
        Path part = Files.createTempFile(
                folder, "hashes", ".part", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        prune(folder);
    }

    /** Removes what was remembered of folders that were not deployed for the longest time. */
    private static void prune(Path folder) throws IOException {
        List<Map.Entry<FileTime, Path>> all = new ArrayList<>();
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(folder, "*.hashes")) {
            for (Path cache : caches) {
                all.add(Map.entry(Files.getLastModifiedTime(cache), cache));
            }
        }
        all.sort(Comparator.comparing(Map.Entry::getKey));
        for (Map.Entry<FileTime, Path> old : all.subList(0, Math.max(0, all.size() - MOST_FOLDERS))) {
            Files.deleteIfExists(old.getValue());
        }
    }

    /** Forgets everything, after a deploy for which it may have been wrong. */
    void forget() {
        known.clear();
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            // It is of the same user and holds nothing secret; what is wrong in it was found by its checksum once and will be again.
        }
    }

    private static String title(String body) {
        // Against accidents only: whoever can write here can change the site's files as well.
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return TITLE + Long.toHexString(sum.getValue()) + "\n";
    }
}
