package dev.fazt.plugin.sites.archive;

/**
 * Is one file that an archive lists and a site would show.
 *
 * @param name as the archive spells it
 * @param path as the site will show it, without a leading slash
 * @param compressedBytes how much room it takes in the archive
 * @param crc the CRC-32 of its content, as the archive claims
 */
record ArchiveEntry(String name, String path, long compressedBytes, long crc) {}
