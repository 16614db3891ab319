package dev.fazt.plugin.analytics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells visitors of a site apart for a day: the first 64 bits of HMAC-SHA256 (RFC 2104) under the salt of the day over site,
 * address and user agent. Not thread-safe.
 */
final class Visitors {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int REMEMBERED = 4_096;

    private final Map<Identity, Long> known = new BoundedCache<>(REMEMBERED);
    private final Mac mac;
    private long day = Long.MIN_VALUE;

    Visitors() {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have " + ALGORITHM, e);
        }
    }

    /** Returns the visitor's hash. */
    long hash(DailySalt.Salt salt, String site, String address, String userAgent) {
        if (salt.day() != day) {
            use(salt);
        }
        return known.computeIfAbsent(new Identity(site, address, userAgent), this::hash);
    }

    private void use(DailySalt.Salt salt) {
        known.clear();
        try {
            mac.init(new SecretKeySpec(salt.key(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the salt is no key", e);
        }
        day = salt.day();
    }

    private Long hash(Identity identity) {
        // NUL separates: it occurs in none of the three, so no two identities make the same text.
        String text = identity.site() + '\0' + identity.address() + '\0' + identity.userAgent();
        return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private record Identity(String site, String address, String userAgent) {}
}
