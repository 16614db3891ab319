package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads the contents of an archive's entries to their ends, hashing them and holding them to the limits. */
final class ContentCheck {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ArchiveLimits limits;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long left;

    ContentCheck(ArchiveLimits limits) {
        this.limits = limits;
        this.left = limits.siteBytes();
    }

    /** Looks at an entry while it is read, to give it up early. */
    interface Watch {
        /**
         * Looks at an entry.
         *
         * @param bytes how many were read so far
         */
        void at(long bytes);
    }

    /** Reads one content. */
    ArchiveFile read(String name, String path, InputStream content, Watch watch) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            bytes += count;
            if (bytes > limits.fileBytes()) {
                throw tooLarge(name, limits);
            }
            if (bytes > left) {
                throw ArchiveEntryName.refused(name, "takes the site over %,d MiB".formatted(limits.siteBytes() >> 20));
            }
            watch.at(bytes);
            digest.update(buffer, 0, count);
        }
        left -= bytes;
        return new ArchiveFile(name, path, HexFormat.of().formatHex(digest.digest()), bytes);
    }

    static FaztException tooLarge(String name, ArchiveLimits limits) {
        return ArchiveEntryName.refused(name, "is larger than %,d MiB".formatted(limits.fileBytes() >> 20));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
