package dev.fazt.host.audit;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Description;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which lines are wanted.
 *
 * @param operation a whole name, or its part before the dot; empty for any
 * @param name empty for any
 * @param outcome empty for any
 * @param before the line that the wanted ones precede
 */
record AuditQuery(Instant since, Instant until, String operation, String name, String outcome, Position before, int limit) {
    private static final int USUAL = 50;
    private static final int MOST = 500;
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})(s|m|h|d|w)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    /** Are the parameters of {@code audit.list}. */
    record Parameters(
            @Description("From when on: a time like 2026-01-31T12:00:00Z, or how long ago, like 2h or 7d") @Nullable String since,
            @Description("To before when, likewise") @Nullable String until,
            @Description("Of one operation, such as 'token.create', or of all that begin with 'token'") @Nullable String operation,
            @Description("By whom: 'owner', or the name of a token") @Nullable String name,
            @Description("How it ended") @Nullable Outcome outcome,
            @Description("How many lines at most, 1 to 500; usually 50") @Nullable Integer limit,
            @Description("The cursor of the page before") @Nullable String cursor) {

        Parameters {
            if (limit != null && (limit < 1 || limit > MOST)) {
                throw FaztException.invalid("limit", "%d is not from 1 to %d".formatted(limit, MOST));
            }
        }
    }

    /** Is a place in the log. */
    record Position(long at, String id) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,16})-([0-9a-f]{1,64})");
        /** Is behind the latest line. */
        static final Position END = new Position(Long.MAX_VALUE, "");

        static Position parse(String cursor) {
            Matcher parts = TEXT.matcher(cursor);
            if (!parts.matches()) {
                throw FaztException.invalid("cursor", "this is no cursor: pass on the one that a list returned");
            }
            return new Position(Long.parseLong(parts.group(1)), parts.group(2));
        }

        @Override
        public String toString() {
            return at + "-" + id;
        }
    }

    static AuditQuery of(Parameters wanted, Instant now) {
        return new AuditQuery(
                wanted.since == null ? Instant.EPOCH : time("since", wanted.since, now),
                wanted.until == null ? now.plus(1, ChronoUnit.DAYS) : time("until", wanted.until, now),
                wanted.operation == null ? "" : wanted.operation,
                wanted.name == null ? "" : wanted.name,
                wanted.outcome == null ? "" : wanted.outcome.toString(),
                wanted.cursor == null ? Position.END : Position.parse(wanted.cursor),
                wanted.limit == null ? USUAL : wanted.limit);
    }

    private static Instant time(String field, String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(UNITS.getOrDefault(ago.group(2), Duration.ZERO).multipliedBy(Long.parseLong(ago.group(1))));
        }
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.parse("0000-01-01T00:00:00Z")) || time.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                throw new DateTimeException("out of range");
            }
            return time;
        } catch (DateTimeException noTime) {
            throw FaztException.invalid(field, "'%s' must be a time like 2026-01-31T12:00:00Z, or how long ago, like 2h or 7d, not '%s'"
                    .formatted(field, text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
    }
}
