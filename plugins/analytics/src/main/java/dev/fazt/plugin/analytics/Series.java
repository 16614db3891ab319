package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Is the course of views and visitors over time, without gaps.
 *
 * @param interval the step
 * @param points in order of time; the first and the last may be only partly within the period
 */
record Series(Interval interval, List<Point> points) {
    /** Is how many points a series may have. */
    static final int MOST_POINTS = 10_000;

    /**
     * Is one step of a series.
     *
     * @param start the beginning of the step, in UTC
     * @param views page views within it
     * @param visitors different visitors within it; for a month the sum of its days
     */
    record Point(Instant start, long views, long visitors) {
        private Point plus(Point other) {
            return new Point(start, views + other.views, visitors + other.visitors);
        }
    }

    Series {
        points = List.copyOf(points);
    }

    /** Makes a series of what was counted, in steps of the interval or smaller ones, with a zero where nothing was counted. */
    static Series of(Interval interval, Period period, List<Point> counted) {
        Map<Instant, Point> sums = new TreeMap<>();
        for (Point point : counted) {
            Instant start = interval.start(point.start());
            sums.merge(start, new Point(start, point.views(), point.visitors()), Point::plus);
        }
        var points = new ArrayList<Point>();
        for (Instant start = interval.start(period.since()); start.isBefore(period.until()); start = interval.next(start)) {
            if (points.size() == MOST_POINTS) {
                throw tooLong(interval);
            }
            points.add(sums.getOrDefault(start, new Point(start, 0, 0)));
        }
        return new Series(interval, points);
    }

    /** Refuses a series that would be too long, before anything is counted. */
    static void requireBounded(Interval interval, Period period) {
        long millis = period.until().toEpochMilli() - period.since().toEpochMilli();
        if (interval != Interval.MONTH && millis / interval.countedMillis() > MOST_POINTS) {
            throw tooLong(interval);
        }
    }

    private static FaztException tooLong(Interval interval) {
        return FaztException.invalid(
                "interval",
                "a series by %s would have more than %d points: choose a longer interval or a shorter time"
                        .formatted(interval, MOST_POINTS));
    }
}
