package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads and writes moments as the filter language and the documents have them. */
public final class Moments {
    /** Three digits of a second always, so that the texts sort like the moments. */
    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Moments() {}

    /** Writes a moment in RFC 3339, UTC, with milliseconds. */
    public static String text(Instant moment) {
        return RFC_3339.format(moment);
    }

    /** Returns the moment that a macro such as {@code @now} stands for. Days begin in UTC. */
    static Instant macro(String name, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return switch (name) {
            case "@now" -> now;
            case "@yesterday" -> now.minus(1, ChronoUnit.DAYS);
            case "@tomorrow" -> now.plus(1, ChronoUnit.DAYS);
            case "@todayStart" -> start(today);
            case "@todayEnd" -> end(today);
            case "@monthStart" -> start(today.withDayOfMonth(1));
            case "@monthEnd" -> end(today.withDayOfMonth(today.lengthOfMonth()));
            case "@yearStart" -> start(today.withDayOfYear(1));
            case "@yearEnd" -> end(today.withDayOfYear(today.lengthOfYear()));
            default -> throw FaztException.invalid(
                    "filter",
                    "'%s' is not known: use @now, @yesterday, @tomorrow, or @todayStart, @monthStart, @yearStart and their …End"
                            .formatted(name));
        };
    }

    /** Returns what a column of times is compared with, in epoch milliseconds. */
    static long of(Column column, Operand right) {
        if (right instanceof Operand.Moment(Instant moment)) {
            return moment.toEpochMilli();
        }
        if (right instanceof Operand.Text(String text)) {
            return parse(column, text).toEpochMilli();
        }
        throw notATime(column, "what is compared with it", null);
    }

    /** Reads RFC 3339, also with a space in the place of the T, as PocketBase writes it; or a date, which is its first moment. */
    private static Instant parse(Column column, String text) {
        try {
            if (text.length() == 10) {
                return start(LocalDate.parse(text));
            }
            return OffsetDateTime.parse(text.replaceFirst(" ", "T")).toInstant();
        } catch (DateTimeException e) {
            throw notATime(column, "'" + text + "'", e);
        }
    }

    private static FaztException notATime(Column column, String what, @Nullable Throwable cause) {
        String message = "%s is a time, and %s is none: write it like \"2026-01-31T12:00:00Z\", \"2026-01-31\" or @now"
                .formatted(column.sql(), what);
        FaztException refused = FaztException.invalid("filter", message);
        if (cause != null) {
            refused.addSuppressed(cause);
        }
        return refused;
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant end(LocalDate day) {
        return start(day.plusDays(1)).minusMillis(1);
    }
}
