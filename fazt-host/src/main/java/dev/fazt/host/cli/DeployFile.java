package dev.fazt.host.cli;

import dev.fazt.host.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Is one file to deploy, as it was when it was read.
 *
 * @param path within the site
 * @param hash the SHA-256 of its content in lower-case hexadecimal
 * @param crc the CRC-32 of its content
 */
record DeployFile(String path, Path location, String hash, long bytes, long crc) {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int SAMPLE_BYTES = 16 << 10;
    private static final long SAMPLE_EVERY = 1 << 20;

    /** What compresses better than this is sent as it is: the server takes it for a bomb, and there is little of it. */
    private static final int SUSPICIOUS_RATIO = 60;

    /** Reads a file once. */
    static DeployFile read(SiteFolder.File file) throws IOException {
        MessageDigest digest = Sha256.digest();
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file.location(), LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                crc.update(buffer, 0, count);
                bytes += count;
            }
        }
        return new DeployFile(
                file.path(), file.location(), HexFormat.of().formatHex(digest.digest()), bytes, crc.getValue());
    }

    /** Tells from samples whether compressing it on its way pays. Only for files that are sent: it takes longer than reading them. */
    boolean packs() throws IOException {
        long sampled = 0;
        long packed = 0;
        try (InputStream in = Files.newInputStream(location, LinkOption.NOFOLLOW_LINKS)) {
            for (byte[] sample = in.readNBytes(SAMPLE_BYTES); sample.length > 0; sample = in.readNBytes(SAMPLE_BYTES)) {
                sampled += sample.length;
                packed += packedSize(sample);
                in.skip(SAMPLE_EVERY - SAMPLE_BYTES);
            }
        }
        return packed < sampled * 9 / 10 && (bytes < SAMPLE_EVERY || sampled / Math.max(1, packed) < SUSPICIOUS_RATIO);
    }

    private static long packedSize(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[2 * SAMPLE_BYTES];
            long size = 0;
            while (!deflater.finished()) {
                size += deflater.deflate(out);
            }
            return size;
        } finally {
            deflater.end();
        }
    }
}
