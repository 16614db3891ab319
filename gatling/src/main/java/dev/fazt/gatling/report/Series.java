package dev.fazt.gatling.report;

import java.util.ArrayList;
import java.util.List;

/** Is a line in a picture. */
record Series(String name, List<Point> points) {

    Series {
        points = List.copyOf(points);
    }

    /** Returns the same with at most so many points: of each part of it, the highest is kept, since peaks are what matters. */
    Series thinned(int most) {
        if (points.size() <= most) {
            return this;
        }
        List<Point> kept = new ArrayList<>();
        for (int part = 0; part < most; part++) {
            int from = (int) ((long) part * points.size() / most);
            int to = (int) ((long) (part + 1) * points.size() / most);
            points.subList(from, to).stream()
                    .reduce((one, other) -> other.value() > one.value() ? other : one)
                    .ifPresent(kept::add);
        }
        return new Series(name, kept);
    }
}
