package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Is a checked zip archive. */
final class ZipArchive implements SiteArchive {
    private final ZipFile zip;
    private final List<ArchiveFile> files;

    private ZipArchive(ZipFile zip, List<ArchiveFile> files) {
        this.zip = zip;
        this.files = files;
    }

    static ZipArchive open(Path path, ArchiveLimits limits) throws IOException {
        List<ArchiveEntry> entries = CentralDirectory.read(path, limits);
        ZipFile zip = null;
        try {
            zip = new ZipFile(path.toFile());
            ZipArchive archive = new ZipArchive(zip, check(zip, entries, limits));
            zip = null;
            return archive;
        } catch (ZipException damaged) {
            throw CentralDirectory.broken();
        } finally {
            if (zip != null) {
                zip.close();
            }
        }
    }

    private static List<ArchiveFile> check(ZipFile zip, List<ArchiveEntry> entries, ArchiveLimits limits)
            throws IOException {
        List<ArchiveFile> files = new ArrayList<>(entries.size());
        ContentCheck check = new ContentCheck(limits);
        for (ArchiveEntry entry : entries) {
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(open(zip, entry.name()), crc)) {
                files.add(check.read(entry.name(), entry.path(), in, bytes -> refuseBomb(entry, bytes, limits)));
            } catch (ZipException | EOFException damaged) {
                throw ArchiveEntryName.refused(entry.name(), "is damaged");
            }
            if (crc.getValue() != entry.crc()) {
                throw ArchiveEntryName.refused(entry.name(), "is damaged: its checksum is wrong");
            }
        }
        return List.copyOf(files);
    }

    private static void refuseBomb(ArchiveEntry entry, long bytes, ArchiveLimits limits) {
        if (limits.bomb(bytes, entry.compressedBytes())) {
            throw ArchiveEntryName.refused(entry.name(), "unpacks to far more than its size, as a zip bomb does");
        }
    }

    @Override
    public List<ArchiveFile> files() {
        return files;
    }

    @Override
    public void read(Predicate<ArchiveFile> wanted, Sink sink) throws IOException {
        for (ArchiveFile file : files) {
            if (wanted.test(file)) {
                try (InputStream content = open(zip, file.name())) {
                    sink.take(file, content);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static InputStream open(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        InputStream in = entry == null ? null : zip.getInputStream(entry);
        if (in == null) {
            throw CentralDirectory.broken();
        }
        return in;
    }
}
