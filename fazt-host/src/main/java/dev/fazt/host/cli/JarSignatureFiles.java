package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Is what openssl left beside a jar: its signature, and the public key to it.
 *
 * @param signature base64 of the 64 bytes of an Ed25519 signature (RFC 8032)
 * @param publicKey base64 of the SubjectPublicKeyInfo that PEM wraps (RFC 7468)
 */
record JarSignatureFiles(String signature, String publicKey) {
    private static final int SIGNATURE_BYTES = 64;
    private static final int LARGEST_FILE = 1 << 14;

    /**
     * Reads the files.
     *
     * @param signature null for the jar's name with {@code .sig}, if that is there
     * @param key null for the jar's name with {@code .pub}
     */
    static Optional<JarSignatureFiles> find(Path jar, @Nullable Path signature, @Nullable Path key) {
        Path beside = jar.resolveSibling(jar.getFileName() + ".sig");
        if (signature == null && !Files.isRegularFile(beside)) {
            if (key != null) {
                throw CommandFailure.usage("there is a key, but no signature: name it with --signature");
            }
            return Optional.empty();
        }
        Path signed = signature == null ? beside : signature;
        Path keyFile = key == null ? jar.resolveSibling(jar.getFileName() + ".pub") : key;
        return Optional.of(new JarSignatureFiles(signature(read(signed), signed), publicKey(read(keyFile), keyFile)));
    }

    /** Takes the bytes as openssl writes them, or their base64. */
    private static String signature(byte[] content, Path file) {
        if (content.length == SIGNATURE_BYTES) {
            return Base64.getEncoder().encodeToString(content);
        }
        try {
            String text = new String(content, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
            if (Base64.getDecoder().decode(text).length == SIGNATURE_BYTES) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw CommandFailure.usage("%s is no Ed25519 signature: make it with 'openssl pkeyutl -sign -rawin'".formatted(file));
    }

    private static String publicKey(byte[] content, Path file) {
        String text = new String(content, StandardCharsets.ISO_8859_1).strip();
        String begin = "-----BEGIN PUBLIC KEY-----";
        String end = "-----END PUBLIC KEY-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw CommandFailure.usage("%s is no public key in PEM: make it with 'openssl pkey -pubout'".formatted(file));
        }
        return text.substring(begin.length(), text.length() - end.length()).replaceAll("\\s", "");
    }

    private static byte[] read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_FILE);
        } catch (IOException e) {
            throw CommandFailure.usage("the file %s can not be read: a signature and its key go together".formatted(file));
        }
    }
}
