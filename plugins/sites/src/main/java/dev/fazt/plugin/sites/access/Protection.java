package dev.fazt.plugin.sites.access;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what visitors of one site need. Immutable.
 *
 * @param password null if there is none
 * @param previewsOnly whether the password is for previews alone
 * @param version changes with the password
 * @param links by id
 */
record Protection(@Nullable Password password, boolean previewsOnly, String version, Map<String, ShareLink> links) {

    Protection {
        links = Map.copyOf(links);
    }

    /** Tells whether anyone may see what a request asks for. */
    boolean open(String path, boolean preview) {
        return !PrivateFolder.holds(path) && (password == null || (previewsOnly && !preview));
    }

    /** Tells whether a cookie that was given for a reason still opens a path. */
    boolean accepts(Grant grant, String path, Instant now) {
        if (!now.isBefore(grant.expiresAt())) {
            return false;
        }
        if (grant.kind() == Grant.Kind.PASSWORD) {
            return password != null && grant.reference().equals(version) && !PrivateFolder.holds(path);
        }
        ShareLink link = links.get(grant.reference());
        return link != null && link.opens(path, now);
    }
}
