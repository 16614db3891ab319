package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Is an archive that has been checked from end to end: every name, type, size and checksum.
 *
 * <p>Checking unpacks everything once without keeping it, so that a hostile last entry leaves no trace, and so that files
 * which are stored already need not be unpacked again. Not thread-safe.
 */
public sealed interface SiteArchive extends AutoCloseable permits ZipArchive, TarArchive {

    /** Takes the content of a file. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one content.
         *
         * @param content to be read to its end, not closed
         */
        void take(ArchiveFile file, InputStream content) throws IOException;
    }

    /**
     * Opens and checks an archive, whose first bytes tell what it is: zip, tar, or tar compressed by gzip.
     *
     * @throws FaztException naming the entry for which the archive is refused
     */
    static SiteArchive open(Path path, ArchiveLimits limits) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(TarReader.BLOCK);
        }
        boolean gzip = head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        boolean tar = head.length == TarReader.BLOCK
                && Arrays.equals(head, 257, 262, "ustar".getBytes(StandardCharsets.US_ASCII), 0, 5);
        SiteArchive archive = gzip || tar ? TarArchive.open(path, gzip, limits) : ZipArchive.open(path, limits);
        if (archive.files().isEmpty()) {
            archive.close();
            throw FaztException.invalid(
                    "body", "the archive has no files to deploy: dot-files and node_modules are left out");
        }
        return archive;
    }

    /** Returns the files to deploy, in the archive's order. */
    List<ArchiveFile> files();

    /** Hands over the contents of those files that are wanted, in the archive's order. */
    void read(Predicate<ArchiveFile> wanted, Sink sink) throws IOException;

    @Override
    void close() throws IOException;
}
