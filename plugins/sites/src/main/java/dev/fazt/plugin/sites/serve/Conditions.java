package dev.fazt.plugin.sites.serve;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Evaluates the conditions of a request (RFC 9110, 13.2.2) in the order that is given there. */
final class Conditions {

    private Conditions() {}

    /** Lists what the conditions come to. */
    enum Verdict {
        /** The request is to be answered as if it had no condition. */
        PROCEED,
        /** The client has it: 304. */
        NOT_MODIFIED,
        /** The client asked about something else: 412. */
        FAILED
    }

    static Verdict of(ServerRequestHeaders headers, String etag, Instant lastModified) {
        String ifMatch = value(headers, HeaderNames.IF_MATCH);
        if (ifMatch != null) {
            if (!EntityTag.matchesStrongly(ifMatch, etag)) {
                return Verdict.FAILED;
            }
        } else if (after(lastModified, value(headers, HeaderNames.IF_UNMODIFIED_SINCE))) {
            return Verdict.FAILED;
        }
        String ifNoneMatch = value(headers, HeaderNames.IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            return EntityTag.matchesWeakly(ifNoneMatch, etag) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
        }
        Instant since = date(value(headers, HeaderNames.IF_MODIFIED_SINCE));
        return since != null && !lastModified.isAfter(since) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }

    /** Tells whether a part may be sent: there is no {@code If-Range}, or it names exactly what would be sent. */
    static boolean rangeHolds(ServerRequestHeaders headers, String etag, Instant lastModified) {
        String ifRange = value(headers, HeaderNames.IF_RANGE);
        return ifRange == null || ifRange.equals(etag) || lastModified.equals(date(ifRange));
    }

    /** Returns a header's value, of all its lines; null if it is not there. */
    static @Nullable String value(ServerRequestHeaders headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).values() : null;
    }

    private static boolean after(Instant lastModified, @Nullable String date) {
        Instant since = date(date);
        return since != null && lastModified.isAfter(since);
    }

    private static @Nullable Instant date(@Nullable String text) {
        if (text == null || text.startsWith("\"") || text.startsWith("W/")) {
            return null;
        }
        try {
            return DateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            // A recipient must ignore the header then (RFC 9110, 13.1.3).
            return null;
        }
    }
}
