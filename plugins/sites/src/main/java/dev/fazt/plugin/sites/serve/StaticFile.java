package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.content.ContentType;
import dev.fazt.plugin.sites.content.Encoding;
import dev.fazt.plugin.sites.deploy.DeployedFile;
import dev.fazt.plugin.sites.rules.HeaderRules;
import io.helidon.http.Header;
import org.jspecify.annotations.Nullable;

/** Is one file of the live deploy of a site. Small, since a site may have 20,000: what is costly is made on demand. */
final class StaticFile {
    private final String address;
    private final HeaderRules rules;
    private final String hash;
    private final ContentType contentType;
    private final CachePolicy cachePolicy;
    private final Header lastModified;
    private final Representation identity;
    private final @Nullable Representation gzip;
    private final @Nullable Representation brotli;

    /**
     * Makes a file.
     *
     * @param address the decoded path that leads to it without a redirect
     */
    StaticFile(DeployedFile file, String address, HeaderRules rules, Header lastModified) {
        this.address = address;
        this.rules = rules;
        this.hash = file.hash();
        this.contentType = ContentType.of(file.path());
        this.cachePolicy = CachePolicy.of(file.path(), contentType);
        this.lastModified = lastModified;
        this.identity = new Representation(this, Encoding.IDENTITY, file.bytes());
        // The compressed forms may be there for the sake of another name: images are not sent compressed twice.
        this.gzip = form(Encoding.GZIP, file.gzipBytes());
        this.brotli = form(Encoding.BROTLI, file.brotliBytes());
    }

    private @Nullable Representation form(Encoding encoding, long bytes) {
        return contentType.compressible() && bytes > 0 ? new Representation(this, encoding, bytes) : null;
    }

    String address() {
        return address;
    }

    /** Tells what the site wants changed in the headers at the file's own address. */
    HeaderRules.Plan plan() {
        return rules.plan(address);
    }

    String hash() {
        return hash;
    }

    ContentType contentType() {
        return contentType;
    }

    CachePolicy cachePolicy() {
        return cachePolicy;
    }

    Header lastModified() {
        return lastModified;
    }

    Representation identity() {
        return identity;
    }

    /** Tells whether the answer depends on what encodings the client takes. */
    boolean varies() {
        return gzip != null || brotli != null;
    }

    /** Chooses the form that the client prefers, the smaller of equals. */
    Representation accepted(String acceptEncoding) {
        int gzipWeight = gzip == null ? 0 : AcceptedEncoding.weight(acceptEncoding, Encoding.GZIP.token());
        int brotliWeight = brotli == null ? 0 : AcceptedEncoding.weight(acceptEncoding, Encoding.BROTLI.token());
        if (brotli != null && brotliWeight > 0 && brotliWeight >= gzipWeight) {
            return brotli;
        }
        return gzip != null && gzipWeight > 0 ? gzip : identity;
    }
}
