package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static Period period(String since, String until) {
        return new Period("blog", Instant.parse(since), Instant.parse(until), Audience.PEOPLE);
    }

    private static Series.Point point(String start, long views, long visitors) {
        return new Series.Point(Instant.parse(start), views, visitors);
    }

    @Test
    void fills_hours_without_views_with_zero() {
        var series = Series.of(
                Interval.HOUR,
                period("2026-03-01T22:30:00Z", "2026-03-02T01:00:00Z"),
                List.of(point("2026-03-01T22:00:00Z", 3, 2), point("2026-03-02T00:00:00Z", 1, 1)));
        assertThat(series.points())
                .containsExactly(
                        point("2026-03-01T22:00:00Z", 3, 2),
                        point("2026-03-01T23:00:00Z", 0, 0),
                        point("2026-03-02T00:00:00Z", 1, 1));
    }

    @Test
    void steps_by_days_of_utc_over_the_end_of_february() {
        var series = Series.of(
                Interval.DAY, period("2028-02-28T00:00:00Z", "2028-03-02T00:00:00Z"), List.of());
        assertThat(series.points())
                .containsExactly(
                        point("2028-02-28T00:00:00Z", 0, 0),
                        point("2028-02-29T00:00:00Z", 0, 0),
                        point("2028-03-01T00:00:00Z", 0, 0));
    }

    @Test
    void sums_days_up_to_months() {
        var series = Series.of(
                Interval.MONTH,
                period("2026-01-15T00:00:00Z", "2026-03-01T00:00:01Z"),
                List.of(
                        point("2026-01-15T00:00:00Z", 2, 1),
                        point("2026-01-31T00:00:00Z", 5, 4),
                        point("2026-03-01T00:00:00Z", 1, 1)));
        assertThat(series.points())
                .containsExactly(
                        point("2026-01-01T00:00:00Z", 7, 5),
                        point("2026-02-01T00:00:00Z", 0, 0),
                        point("2026-03-01T00:00:00Z", 1, 1));
    }

    @Test
    void refuses_more_points_than_anyone_can_read() {
        assertThatThrownBy(() -> Series.requireBounded(
                        Interval.HOUR, period("1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z")))
                .isInstanceOf(FaztException.class)
                .hasMessageContaining("choose a longer interval");
    }

    @Test
    void refuses_a_period_that_ends_before_it_begins() {
        assertThatThrownBy(() -> period("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"))
                .isInstanceOf(FaztException.class)
                .hasMessageContaining("is not before the end");
    }
}
