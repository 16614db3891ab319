package dev.fazt.plugin.sites.archive;

/**
 * Bounds what an archive may hold.
 *
 * @param files how many files a site may have
 * @param entries how many entries an archive may list, with folders and files that are not deployed
 * @param directoryBytes the size of the archive's own table of contents, which is read into memory
 * @param fileBytes the size of one file
 * @param siteBytes the size of all files together
 * @param ratio how many times its compressed size a file may have
 * @param ratioFrom the size in bytes from which the ratio is looked at
 */
public record ArchiveLimits(
        int files, int entries, long directoryBytes, long fileBytes, long siteBytes, long ratio, long ratioFrom) {

    /** Are the limits of the conventions. Deflate reaches 1,032 at most, and what people write by hand stays below 100. */
    public static final ArchiveLimits DEFAULT =
            new ArchiveLimits(20_000, 60_000, 8L << 20, 100L << 20, 1L << 30, 200, 1L << 20);

    /** Tells whether so much came out of so little that it is a bomb. */
    boolean bomb(long bytes, long packedBytes) {
        return bytes > ratioFrom && bytes / Math.max(1, packedBytes) > ratio;
    }
}
