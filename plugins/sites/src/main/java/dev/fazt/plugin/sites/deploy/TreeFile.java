package dev.fazt.plugin.sites.deploy;

/**
 * Is one file of a tree.
 *
 * @param path without a leading slash
 * @param hash the SHA-256 of its content in lower-case hexadecimal
 * @param bytes its size
 */
public record TreeFile(String path, String hash, long bytes) {}
