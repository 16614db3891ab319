package dev.fazt.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Is an Ed25519 signature (RFC 8032) over the bytes of a jar.
 *
 * @param publicKey base64 of the X.509 SubjectPublicKeyInfo (RFC 8410), which is a PEM file without its first and last line
 * @param signature base64 of the 64 bytes
 */
public record JarSignature(String publicKey, String signature) {
    public JarSignature {
        publicKey = canonical(publicKey);
        signature = signature.strip();
    }

    /**
     * Reads a public key in whatever way it was wrapped, and returns its base64 in one line.
     *
     * @throws PluginRejected if it is none of Ed25519
     */
    static String canonical(String publicKey) {
        String base64 = publicKey.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return Base64.getEncoder().encodeToString(parse(base64).getEncoded());
    }

    private static PublicKey parse(String base64) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PluginRejected(
                    "the public key is not one of Ed25519: make one with 'openssl pkey -in KEY -pubout'", e);
        }
    }

    /**
     * Verifies the signature of a file.
     *
     * @throws PluginRejected if it does not fit
     */
    void verify(Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(parse(publicKey));
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                verifier.update(buffer, 0, read);
            }
            if (!verifier.verify(Base64.getDecoder().decode(signature))) {
                throw new PluginRejected("its signature does not fit the jar and the key");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PluginRejected("its signature can not be checked: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PluginRejected("it can not be read: " + e.getMessage(), e);
        }
    }
}
