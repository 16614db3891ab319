package dev.fazt.host.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes and hashes random secrets. They carry 256 bits, so a plain SHA-256 of them can not be searched. */
public final class Secret {
    private static final int BYTES = 32;

    private static final MessageDigest FRESH = sha256();

    private Secret() {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    /** Returns a new secret of 43 URL-safe characters. */
    public static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the SHA-256 of a secret in hexadecimal: what is stored in its place. */
    static String hash(String secret) {
        try {
            MessageDigest digest = (MessageDigest) FRESH.clone(); // to ask the providers for one takes longer than to hash
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // Java's own can be cloned
        }
    }

    /** Compares in time that does not depend on where the two differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
