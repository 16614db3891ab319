package dev.fazt.plugin.sites.serve;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/** Holds the headers that every answer of a site carries. */
final class SecurityHeaders {
    static final Header NO_SNIFF = HeaderValues.createCached(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    static final Header REFERRER = HeaderValues.createCached("Referrer-Policy", "strict-origin-when-cross-origin");

    private SecurityHeaders() {}
}
