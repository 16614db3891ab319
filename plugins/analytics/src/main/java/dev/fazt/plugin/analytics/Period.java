package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is what a report is about: a site, a time and an audience.
 *
 * @param site the site's name
 * @param since the first instant
 * @param until the first instant that is not part of it
 */
record Period(String site, Instant since, Instant until, Audience audience) {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    Period {
        if (since.isBefore(EARLIEST)) {
            throw FaztException.invalid("since", "'%s' is before 1970".formatted(since));
        }
        if (until.isAfter(LATEST)) {
            throw FaztException.invalid("until", "'%s' is after the year 9999".formatted(until));
        }
        if (!since.isBefore(until)) {
            throw FaztException.invalid("since", "'%s' is not before the end, '%s'".formatted(since, until));
        }
    }

    /** Fills in what was not said: until now, for the usual time, about people. */
    static Period of(
            String site,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Audience audience,
            Instant now,
            Duration usual) {
        // The present millisecond is part of it.
        Instant end = until != null ? until : now.plusMillis(1);
        Instant start = since != null ? since : end.isAfter(EARLIEST.plus(usual)) ? end.minus(usual) : EARLIEST;
        return new Period(site, start, end, audience != null ? audience : Audience.PEOPLE);
    }
}
