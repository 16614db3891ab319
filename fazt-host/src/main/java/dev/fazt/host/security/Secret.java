package dev.fazt.host.security;

import dev.fazt.host.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes and hashes random secrets. They carry 256 bits, so a plain SHA-256 of them can not be searched. */
public final class Secret {
    private static final int BYTES = 32;

    private Secret() {}

    /** Returns a new secret of 43 URL-safe characters. */
    public static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the SHA-256 of a secret in hexadecimal: what is stored in its place. */
    static String hash(String secret) {
        return Sha256.of(secret);
    }

    /** Compares in time that does not depend on where the two differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
