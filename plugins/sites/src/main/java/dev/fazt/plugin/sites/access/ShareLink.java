package dev.fazt.plugin.sites.access;

import java.time.Instant;

/**
 * Is a link that opens a part of a site for a while.
 *
 * @param path what it opens, and all below it: with a leading slash, decoded
 */
public record ShareLink(String id, String path, Instant createdAt, Instant expiresAt) {

    /** Tells whether the link opens a path of its site at a time. */
    boolean opens(String wanted, Instant now) {
        // A link to a whole site does not open what is private in it: that must be named.
        return now.isBefore(expiresAt)
                && (path.endsWith("/") ? wanted.startsWith(path) : wanted.equals(path) || wanted.startsWith(path + "/"))
                && PrivateFolder.holds(path) == PrivateFolder.holds(wanted);
    }
}
