package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Is a zip archive that has been checked from end to end: every name, type, size and checksum.
 *
 * <p>Checking unpacks everything once without keeping it, so that a hostile last entry leaves no trace, and so that files
 * which are stored already need not be unpacked again. Not thread-safe.
 */
public final class SiteArchive implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ZipFile zip;
    private final List<ArchiveFile> files;

    private SiteArchive(ZipFile zip, List<ArchiveFile> files) {
        this.zip = zip;
        this.files = files;
    }

    /**
     * Opens and checks an archive.
     *
     * @throws FaztException naming the entry for which the archive is refused
     */
    public static SiteArchive open(Path path, ArchiveLimits limits) throws IOException {
        List<ArchiveEntry> entries = CentralDirectory.read(path, limits);
        if (entries.isEmpty()) {
            throw FaztException.invalid(
                    "body", "the archive has no files to deploy: dot-files and node_modules are left out");
        }
        ZipFile zip = null;
        try {
            zip = new ZipFile(path.toFile());
            List<ArchiveFile> files = check(zip, entries, limits);
            SiteArchive archive = new SiteArchive(zip, files);
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
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = limits.siteBytes();
        for (ArchiveEntry entry : entries) {
            ArchiveFile file = check(zip, entry, buffer, left, limits);
            files.add(file);
            left -= file.bytes();
        }
        return List.copyOf(files);
    }

    private static ArchiveFile check(
            ZipFile zip, ArchiveEntry entry, byte[] buffer, long siteBytesLeft, ArchiveLimits limits)
            throws IOException {
        MessageDigest digest = sha256();
        CRC32 crc = new CRC32();
        long bytes = 0;
        try (InputStream in = open(zip, entry.name())) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
                if (bytes > limits.fileBytes()) {
                    throw CentralDirectory.tooLarge(entry.name(), limits);
                }
                if (bytes > siteBytesLeft) {
                    throw ArchiveEntryName.refused(
                            entry.name(), "takes the site over %,d MiB".formatted(limits.siteBytes() >> 20));
                }
                if (bytes > limits.ratioFrom() && bytes / Math.max(1, entry.compressedBytes()) > limits.ratio()) {
                    throw ArchiveEntryName.refused(entry.name(), "unpacks to far more than its size, as a zip bomb does");
                }
                digest.update(buffer, 0, count);
                crc.update(buffer, 0, count);
            }
        } catch (ZipException | java.io.EOFException damaged) {
            throw ArchiveEntryName.refused(entry.name(), "is damaged");
        }
        if (crc.getValue() != entry.crc()) {
            throw ArchiveEntryName.refused(entry.name(), "is damaged: its checksum is wrong");
        }
        return new ArchiveFile(entry.name(), entry.path(), HexFormat.of().formatHex(digest.digest()), bytes);
    }

    /** Returns the files to deploy, in the archive's order. */
    public List<ArchiveFile> files() {
        return files;
    }

    /** Opens the content of one of the files. */
    public InputStream open(ArchiveFile file) throws IOException {
        return open(zip, file.name());
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
