package dev.fazt.plugin.sites.access;

import dev.fazt.api.FaztException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Is the password of a site, as it is kept: PBKDF2 with HMAC-SHA-256, which is what the platform has, and as many iterations as
 * the OWASP Password Storage Cheat Sheet asks for. Immutable.
 */
final class Password {
    static final int SHORTEST = 8;
    static final int LONGEST = 200;

    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Each takes a processor for a third of a second: visitors who try passwords must not take them all. */
    private static final Semaphore AT_A_TIME = new Semaphore(1, true);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final byte[] salt;
    private final int iterations;
    private final byte[] hash;

    Password(byte[] salt, int iterations, byte[] hash) {
        this.salt = salt.clone();
        this.iterations = iterations;
        this.hash = hash.clone();
    }

    /** Makes what is kept of a password. */
    static Password of(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw FaztException.invalid(
                    "password", "the password must have %d to %d characters".formatted(SHORTEST, LONGEST));
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Password(salt, ITERATIONS, derive(password, salt, ITERATIONS));
    }

    /**
     * Tells whether it is this one.
     *
     * @throws FaztException if too many are tried at the same time
     */
    boolean matches(String password) {
        return password.length() <= LONGEST && MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    byte[] salt() {
        return salt.clone();
    }

    int iterations() {
        return iterations;
    }

    byte[] hash() {
        return hash.clone();
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        boolean admitted = false;
        try {
            admitted = AT_A_TIME.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!admitted) {
                throw FaztException.busy("many passwords are being tried: try again in a moment", PATIENCE);
            }
            PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw FaztException.busy("the server is stopping", PATIENCE);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2", impossible);
        } finally {
            if (admitted) {
                AT_A_TIME.release();
            }
        }
    }
}
