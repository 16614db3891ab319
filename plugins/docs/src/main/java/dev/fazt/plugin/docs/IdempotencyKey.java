package dev.fazt.plugin.docs;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Marks a request that may be sent again without being carried out again (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param caller whose key it is: others may use the same
 * @param value 1 to 255 printable characters of ASCII
 * @param fingerprint SHA-256 of what was sent
 */
record IdempotencyKey(String caller, String value, String fingerprint) {
    private static final Pattern GRAMMAR = Pattern.compile("[\\x21-\\x7E]{1,255}");

    static IdempotencyKey of(Caller caller, String value, String sent) {
        if (!GRAMMAR.matcher(value).matches()) {
            throw FaztException.badRequest("Idempotency-Key has 1 to 255 printable characters, without spaces");
        }
        return new IdempotencyKey(caller.kind() + ":" + caller.name(), value, digest(sent));
    }

    private static String digest(String sent) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(sent.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
