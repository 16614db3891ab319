package dev.fazt.plugin.sites.archive;

/**
 * Is one file of a checked archive.
 *
 * @param name as the archive spells it
 * @param path as the site will show it, without a leading slash
 * @param hash the SHA-256 of its content in lower-case hexadecimal
 * @param bytes its size
 */
public record ArchiveFile(String name, String path, String hash, long bytes) {}
