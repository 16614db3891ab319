package dev.fazt.plugin.sites.deploy;

/**
 * Is one file of a deploy, as it is stored.
 *
 * @param path without a leading slash
 * @param hash the SHA-256 of its content in hexadecimal
 * @param gzipBytes the size of its form compressed by gzip, or 0 if there is none
 * @param brotliBytes likewise, by brotli
 */
public record DeployedFile(String path, String hash, long bytes, long gzipBytes, long brotliBytes) {}
