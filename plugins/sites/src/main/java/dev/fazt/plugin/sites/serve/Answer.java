package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.rules.HeaderRules;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what is particular about the answer to one request, beside the file that it shows.
 *
 * @param status 200, or that of a page which stands in for another
 * @param plan what the site wants changed in the headers; null if that is what the file has prepared
 * @param byLanguage whether visitors of another language get another answer
 * @param guarded whether it is for this visitor alone, and no cache may give it to others
 */
record Answer(int status, HeaderRules.@Nullable Plan plan, boolean byLanguage, boolean guarded) {
    /** Shows a file at its own address. */
    static final Answer OWN = new Answer(200, null, false, false);

    static final Header GUARDED = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
    static final Header VARY_LANGUAGE = HeaderValues.createCached(HeaderNames.VARY, "Accept-Language");

    /** What a 304 leaves out (RFC 9110, 15.4.5): the client has it. */
    private static final Set<HeaderName> OF_BODY = Set.of(
            HeaderNames.CONTENT_TYPE,
            HeaderNames.CONTENT_LENGTH,
            HeaderNames.CONTENT_ENCODING,
            HeaderNames.ACCEPT_RANGES);

    /** What a page that stands in for a missing one leaves out: nobody can ask for it again under this path. */
    private static final Set<HeaderName> OF_FILE =
            Set.of(HeaderNames.ETAG, HeaderNames.LAST_MODIFIED, HeaderNames.ACCEPT_RANGES);

    private HeaderBlock block(PreparedResponse prepared) {
        return plan == null ? prepared.own() : prepared.headers().with(plan);
    }

    /** Sets all headers of a file that is sent. */
    void applyAll(PreparedResponse prepared, ServerResponse response) {
        if (status == 200) {
            block(prepared).applyTo(response);
        } else {
            block(prepared).applyTo(response, OF_FILE);
        }
        applyVisitor(response);
    }

    /** Sets the headers of a 304 or 412. */
    void applyWithoutBody(PreparedResponse prepared, ServerResponse response) {
        block(prepared).applyTo(response, OF_BODY);
        applyVisitor(response);
    }

    private void applyVisitor(ServerResponse response) {
        if (guarded) {
            response.header(GUARDED);
        }
        if (byLanguage) {
            response.headers().add(VARY_LANGUAGE);
        }
    }
}
