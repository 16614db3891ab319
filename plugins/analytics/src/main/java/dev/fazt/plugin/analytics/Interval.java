package dev.fazt.plugin.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Is the step of a time series, in UTC. */
enum Interval {
    HOUR(Duration.ofHours(1), Duration.ofDays(1)),
    DAY(Duration.ofDays(1), Duration.ofDays(30)),
    MONTH(Duration.ofDays(1), Duration.ofDays(365));

    private final Duration counted;
    private final Duration usual;

    Interval(Duration counted, Duration usual) {
        this.counted = counted;
        this.usual = usual;
    }

    /**
     * Returns the length of what the database counts, from which the steps are summed up. Months are made of days: visitors are
     * told apart for a day only, so those of a month are the sum of those of its days.
     */
    long countedMillis() {
        return counted.toMillis();
    }

    /** Returns how far a series reaches back if nobody says. */
    Duration usual() {
        return usual;
    }

    /** Returns the start of the step that an instant is in. */
    Instant start(Instant instant) {
        return switch (this) {
            case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
            case DAY -> instant.truncatedTo(ChronoUnit.DAYS);
            case MONTH ->
                instant.atZone(ZoneOffset.UTC)
                        .withDayOfMonth(1)
                        .truncatedTo(ChronoUnit.DAYS)
                        .toInstant();
        };
    }

    /** Returns the start of the next step. */
    Instant next(Instant start) {
        return switch (this) {
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            case DAY -> start.plus(1, ChronoUnit.DAYS);
            case MONTH -> start.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
        };
    }

    /** Returns the name in lower case, as it is written in parameters and in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
