package dev.fazt.plugin.sites.content;

/** Lists the forms in which a file's bytes are stored. */
public enum Encoding {
    /** The bytes as they were uploaded. */
    IDENTITY("identity"),
    /** Compressed by gzip (RFC 1952), once, at the first deploy that holds the file. */
    GZIP("gzip");

    private final String token;

    Encoding(String token) {
        this.token = token;
    }

    /** Returns the token of HTTP's content codings (RFC 9110, 8.4.1), which is also what the table holds. */
    public String token() {
        return token;
    }
}
