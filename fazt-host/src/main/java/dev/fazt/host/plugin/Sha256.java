package dev.fazt.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Computes SHA-256 sums (FIPS 180-4), in lower-case hexadecimal. */
final class Sha256 {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    static String of(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Reads a sum that somebody wrote.
     *
     * @throws PluginRejected if it is none
     */
    static String parse(String text) {
        String sum = text.strip().toLowerCase(Locale.ROOT);
        if (!GRAMMAR.matcher(sum).matches()) {
            throw new PluginRejected("the SHA-256 sum must have 64 hexadecimal digits, as 'sha256sum FILE' prints them");
        }
        return sum;
    }
}
