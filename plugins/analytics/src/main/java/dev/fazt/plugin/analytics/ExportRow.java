package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is one event of an export.
 *
 * @param place where the next page of the export goes on
 * @param values in the order of {@link #HEADER}
 */
record ExportRow(Place place, List<String> values) {
    /** Names the columns of an export. */
    static final List<String> HEADER = List.of(
            "time", "kind", "path", "referrer", "utm_source", "utm_medium", "utm_campaign", "browser", "os", "device",
            "visitor", "bot", "props");

    /** Is a place in the order of time. */
    record Place(long time, long id) {
        static final Place BEFORE_ALL = new Place(-1, -1);
    }

    ExportRow {
        values = List.copyOf(values);
    }

    static ExportRow of(Row row) {
        long time = row.integer("time");
        Long visitor = row.integerOrNull("visitor");
        return new ExportRow(
                new Place(time, row.integer("id")),
                texts(
                        Instant.ofEpochMilli(time).toString(),
                        row.text("kind"),
                        row.text("path"),
                        row.textOrNull("referrer"),
                        row.textOrNull("utm_source"),
                        row.textOrNull("utm_medium"),
                        row.textOrNull("utm_campaign"),
                        row.textOrNull("browser"),
                        row.textOrNull("os"),
                        row.textOrNull("device"),
                        visitor == null ? null : "%016x".formatted(visitor),
                        row.textOrNull("bot"),
                        row.textOrNull("props")));
    }

    private static List<String> texts(@Nullable String... values) {
        return Arrays.stream(values).map(value -> value == null ? "" : value).toList();
    }
}
