package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks an archive as a whole, and gives it up when it turns out to be a bomb. */
final class InflatedStream extends FilterInputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ArchiveLimits limits;
    private final Counted packed;
    private final boolean gzip;
    private String entry = "";
    private long bytes;

    private InflatedStream(InputStream unpacked, Counted packed, boolean gzip, ArchiveLimits limits) {
        super(unpacked);
        this.packed = packed;
        this.gzip = gzip;
        this.limits = limits;
    }

    static InflatedStream open(InputStream file, boolean gzip, ArchiveLimits limits) throws IOException {
        Counted packed = new Counted(file);
        InputStream unpacked = gzip ? new GZIPInputStream(packed, BUFFER_BYTES) : packed;
        return new InflatedStream(unpacked, packed, gzip, limits);
    }

    /** Says which entry is read from here on, to be named in a refusal. */
    void reading(String entry) {
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("what is skipped has to be counted too");
    }

    private void count(int read) {
        bytes += read;
        if (gzip && limits.bomb(bytes, packed.bytes)) {
            throw ArchiveEntryName.refused(entry, "unpacks to far more than its size, as a bomb does");
        }
        // Files that are not deployed are unpacked too: they need room between the others, and a bound of their own.
        if (bytes > 2 * limits.siteBytes()) {
            throw FaztException.invalid(
                    "body",
                    "the archive is refused: it unpacks to more than %,d MiB".formatted((2 * limits.siteBytes()) >> 20));
        }
    }

    /** Counts what is taken from the file. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
