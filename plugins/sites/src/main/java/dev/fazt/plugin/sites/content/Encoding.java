package dev.fazt.plugin.sites.content;

/** Lists the forms in which a file's bytes are stored. */
public enum Encoding {
    /** The bytes as they were uploaded. */
    IDENTITY("identity", ""),
    /** Compressed by gzip (RFC 1952), once, at the first deploy that holds the file. */
    GZIP("gzip", "-gzip"),
    /** Compressed by brotli (RFC 7932), likewise. */
    BROTLI("br", "-br");

    private final String token;
    private final String tagSuffix;

    Encoding(String token, String tagSuffix) {
        this.token = token;
        this.tagSuffix = tagSuffix;
    }

    /** Returns the token of HTTP's content codings (RFC 9110, 8.4.1), which is also what the table holds. */
    public String token() {
        return token;
    }

    /** Returns what sets the entity tag of this form apart: forms of one file must not share a strong tag. */
    public String tagSuffix() {
        return tagSuffix;
    }
}
