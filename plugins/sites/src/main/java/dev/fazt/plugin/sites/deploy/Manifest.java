package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.plugin.sites.archive.ArchiveEntryName;
import dev.fazt.plugin.sites.archive.ArchiveLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the list of files that a client wants to deploy: JSON objects {@code {"path", "hash", "bytes"}}, as an array or one after
 * the other. The same rules hold as for the entries of an archive; nothing of it is believed before the contents are there.
 */
final class Manifest {
    private static final long LONGEST = 32L << 20;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final ArchiveLimits limits;
    private final List<TreeFile> files = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private long bytes;

    private Manifest(ArchiveLimits limits) {
        this.limits = limits;
    }

    /** Is one entry as it is sent. */
    private record Entry(@Nullable String path, @Nullable String hash, long bytes) {}

    /**
     * Reads and checks a list.
     *
     * @throws FaztException naming the file for which the list is refused
     */
    static List<TreeFile> read(InputStream body, JsonMapper json, ArchiveLimits limits) throws IOException {
        Manifest manifest = new Manifest(limits);
        try (MappingIterator<Entry> entries =
                json.readerFor(Entry.class).readValues(new Bounded(body))) {
            while (entries.hasNextValue()) {
                manifest.add(entries.nextValue());
            }
        } catch (JacksonException malformed) {
            if (malformed.getCause() instanceof FaztException own) {
                throw own;
            }
            throw FaztException.badRequest(
                    malformed instanceof DatabindException
                            ? "the list of files can not be read: each file needs a path, a hash and its bytes"
                            : "the list of files can not be read: " + malformed.getOriginalMessage());
        }
        if (manifest.files.isEmpty()) {
            throw FaztException.invalid("files", "there are no files to deploy: dot-files and node_modules are left out");
        }
        return manifest.files;
    }

    private void add(@Nullable Entry entry) {
        String path = entry == null ? null : entry.path;
        String hash = entry == null ? null : entry.hash;
        if (entry == null || path == null || hash == null) {
            throw FaztException.invalid("files", "each file needs a path, a hash and its bytes");
        }
        if (!HASH.matcher(hash).matches()) {
            throw ArchiveEntryName.refused(path, "has a hash that is not a SHA-256 in lower-case hexadecimal");
        }
        ArchiveEntryName name = ArchiveEntryName.parse(path);
        if (name.folder()) {
            throw ArchiveEntryName.refused(path, "is a folder: list files only");
        }
        if (!paths.add(name.path())) {
            throw ArchiveEntryName.refused(path, "is there twice");
        }
        if (entry.bytes < 0 || entry.bytes > limits.fileBytes()) {
            throw ArchiveEntryName.refused(path, "is larger than %,d MiB".formatted(limits.fileBytes() >> 20));
        }
        if (!sizes.computeIfAbsent(hash, first -> entry.bytes).equals(entry.bytes)) {
            throw ArchiveEntryName.refused(path, "has the hash of another file, but not its size");
        }
        if (!name.deployed()) {
            return;
        }
        bytes += entry.bytes;
        if (files.size() == limits.files()) {
            throw ArchiveEntryName.refused(
                    path, "is one too many: a site has at most %,d files".formatted(limits.files()));
        }
        if (bytes > limits.siteBytes()) {
            throw ArchiveEntryName.refused(path, "takes the site over %,d MiB".formatted(limits.siteBytes() >> 20));
        }
        files.add(new TreeFile(name.path(), hash, entry.bytes));
    }

    /** Ends the reading of a list that is too long to be one. */
    private static final class Bounded extends FilterInputStream {
        private long left = LONGEST;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return value < 0 ? value : counted(1, value);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            return count < 0 ? count : counted(count, count);
        }

        private int counted(int count, int result) {
            left -= count;
            if (left < 0) {
                throw FaztException.tooLarge("the list of files is longer than %,d MiB".formatted(LONGEST >> 20));
            }
            return result;
        }
    }
}
