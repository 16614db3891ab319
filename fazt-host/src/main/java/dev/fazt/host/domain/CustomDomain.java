package dev.fazt.host.domain;

import dev.fazt.api.Site;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is a host that a site has, or asks for.
 *
 * @param token what its owner shows there
 * @param verified when it was seen there; null while it was not, and the host is not served
 */
public record CustomDomain(DomainName name, Site site, String token, @Nullable Instant verified) {

    /** Returns the name of the TXT record that shows the token. */
    public String recordName() {
        return "_fazt." + name;
    }

    /** Returns the path of the file that shows the token. */
    public String filePath() {
        return "/.well-known/fazt-" + token;
    }
}
