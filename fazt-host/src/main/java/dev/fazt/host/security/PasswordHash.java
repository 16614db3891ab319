package dev.fazt.host.security;

import java.nio.charset.StandardCharsets;
import dev.fazt.api.FaztException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106), in the PHC string format.
 *
 * <p>12 MiB, 3 passes, 1 lane is one of OWASP's equivalent minimum settings (Password Storage Cheat Sheet); the memory
 * suits a server with a heap of 64 MB, and one hash at a time keeps it so.
 */
final class PasswordHash {
    private static final int MEMORY_KIB = 12_288;
    private static final int PASSES = 3;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Semaphore ONE_AT_A_TIME = new Semaphore(1);
    private static final String PREFIX = "$argon2id$v=19$m=%d,t=%d,p=1$".formatted(MEMORY_KIB, PASSES);

    /** Is the hash of no password that anybody has: what a wrong one is compared with where there is none. */
    static final String OF_NOTHING = PREFIX + "A".repeat(22) + "$" + "A".repeat(43);

    private PasswordHash() {}

    static String of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return PREFIX + encoder.encodeToString(salt) + "$" + encoder.encodeToString(argon2id(password, salt));
    }

    /** Compares in constant time. */
    static boolean matches(String password, String phc) {
        if (!phc.startsWith(PREFIX)) {
            throw new IllegalStateException("the owner's password was hashed with unknown settings");
        }
        String[] parts = phc.substring(PREFIX.length()).split("\\$", -1);
        byte[] salt = Base64.getDecoder().decode(parts[0]);
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[1]), argon2id(password, salt));
    }

    private static void acquire() {
        try {
            if (ONE_AT_A_TIME.tryAcquire(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw FaztException.busy("too many log in at once: try again in a moment", Duration.ofSeconds(5));
    }

    private static byte[] argon2id(String password, byte[] salt) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(salt)
                .build();
        byte[] hash = new byte[HASH_BYTES];
        acquire();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            ONE_AT_A_TIME.release();
        }
        return hash;
    }
}
