package dev.fazt.plugin.sites.access;

import dev.fazt.api.Site;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Is what a visitor's cookie says: why they may see a site, and until when. Signed, so nothing of it is kept here.
 *
 * @param reference the version of the password, or the id of the link
 */
record Grant(Kind kind, Site site, String reference, Instant expiresAt) {

    /** Lists why a visitor may see something. */
    enum Kind {
        PASSWORD("fazt_site"),
        LINK("fazt_share");

        private final String cookie;

        Kind(String cookie) {
            this.cookie = cookie;
        }

        /** Returns the name of the cookie. */
        String cookie() {
            return cookie;
        }
    }

    private static final int LONGEST = 512;

    /** Returns the value of the cookie. */
    String sign(byte[] key) {
        String payload = String.join(
                "~", kind.name().toLowerCase(Locale.ROOT), site.name(), reference, String.valueOf(expiresAt.getEpochSecond()));
        return payload + "~" + mac(payload, key);
    }

    /** Reads a cookie; empty if this server did not make it for that site and reason. */
    static Optional<Grant> verify(String value, Kind kind, Site site, byte[] key) {
        int end = value.lastIndexOf('~');
        if (end < 0 || value.length() > LONGEST) {
            return Optional.empty();
        }
        String payload = value.substring(0, end);
        boolean ours = MessageDigest.isEqual(
                mac(payload, key).getBytes(StandardCharsets.US_ASCII),
                value.substring(end + 1).getBytes(StandardCharsets.UTF_8));
        String[] parts = payload.split("~", -1);
        // Signed, so it has four parts; but of another site or kind, if someone put it here.
        if (!ours || !parts[0].equals(kind.name().toLowerCase(Locale.ROOT)) || !parts[1].equals(site.name())) {
            return Optional.empty();
        }
        return Optional.of(new Grant(kind, site, parts[2], Instant.ofEpochSecond(Long.parseLong(parts[3]))));
    }

    private static String mac(String payload, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }
}
