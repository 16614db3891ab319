package dev.fazt.api.http;

import dev.fazt.api.Caller;
import dev.fazt.api.Site;
import io.helidon.webserver.http.ServerRequest;

/**
 * Is what the host found out about a request before it handed it on.
 *
 * @param site the site that is addressed
 * @param caller who calls, verified
 * @param address the client's IP address in text form; a proxy's word is taken only from configured proxies
 * @param basePath what precedes the site's own paths: empty on a host of the site's own, {@code /~name} on the control host.
 *     Put it before every absolute path that is sent to the client
 * @param path the raw path within the site, with a leading slash, percent-encoded as it was sent, without the query
 * @param preview which deploy of the site is asked for, as the address names it ({@code <preview>--<site>.<domain>} or {@code
 *     /~<site>@<preview>}); empty for what the site's visitors see
 */
public record SiteRequest(Site site, Caller caller, String address, String basePath, String path, String preview) {

    /** Returns what the host knows about a request that it handed to a plugin. */
    public static SiteRequest of(ServerRequest request) {
        return request.context()
                .get(SiteRequest.class)
                .orElseThrow(() -> new IllegalStateException("this request does not address a site"));
    }
}
