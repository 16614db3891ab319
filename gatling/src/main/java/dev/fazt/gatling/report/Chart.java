package dev.fazt.gatling.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Draws lines over time as an SVG picture.
 *
 * @param title with the unit
 * @param logarithmic whether each step upwards is ten times the one before, for figures that are far apart
 * @param spans what was done when, shown behind the lines
 */
record Chart(String title, boolean logarithmic, List<Series> series, List<Span> spans) {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int RIGHT = WIDTH - 20;
    private static final int BOTTOM = HEIGHT - 70;
    private static final int MOST_POINTS = 800;
    private static final int NARROWEST_LABEL = 11;
    private static final int STEPS = 5;
    private static final List<String> COLOURS = List.of("#1f6feb", "#d1242f", "#9a6700", "#1a7f37");

    String svg() {
        StringBuilder svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="#fff"/>
                """
                        .formatted(WIDTH, HEIGHT));
        text(svg, LEFT, 20, "start", title);
        for (int i = 0; i < spans.size(); i++) {
            span(svg, spans.get(i), i % 2 == 0 ? "#f0f3f6" : "#e4e9ee");
        }
        for (int step = 0; step <= STEPS; step++) {
            double value = logarithmic ? Math.pow(highest(), (double) step / STEPS) : highest() * step / STEPS;
            svg.append("<path d=\"M%d %.1fH%d\" stroke=\"#ccc\"/>%n".formatted(LEFT, y(value), RIGHT));
            text(svg, LEFT - 6, y(value) + 4, "end", value < 10 ? Numbers.decimal(value) : Numbers.whole(value));
            long at = begin() + (end() - begin()) * step / STEPS;
            text(svg, x(at), BOTTOM + 16, "middle", "%d s".formatted((at - begin()) / 1_000));
        }
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void span(StringBuilder svg, Span span, String colour) {
        double width = Math.max(0, x(span.end()) - x(span.begin()));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>%n",
                x(span.begin()), TOP, width, BOTTOM - TOP, colour, escaped(span.label())));
        if (width >= NARROWEST_LABEL) {
            double middle = (x(span.begin()) + x(span.end())) / 2 + 3;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text transform=\"translate(%.1f %d) rotate(-90)\" font-size=\"9\" fill=\"#888\" text-anchor=\"end\">%s</text>%n",
                    middle, TOP + 4, escaped(span.label())));
        }
    }

    private void line(StringBuilder svg, Series line, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (Point point : line.thinned(MOST_POINTS).points()) {
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point.at()), y(point.value())));
        }
        svg.append("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n".formatted(path, colour));
        int at = LEFT + index * 180;
        svg.append("<path d=\"M%d %dh20\" stroke=\"%s\" stroke-width=\"3\"/>%n".formatted(at, BOTTOM + 40, colour));
        text(svg, at + 26, BOTTOM + 44, "start", line.name());
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private double x(long at) {
        return LEFT + (double) (at - begin()) / Math.max(1, end() - begin()) * (RIGHT - LEFT);
    }

    private double y(double value) {
        double share = logarithmic ? Math.log(Math.max(1, value)) / Math.log(highest()) : value / highest();
        return BOTTOM - share * (BOTTOM - TOP);
    }

    /** Returns the upper end of the scale: a round number above all figures. */
    private double highest() {
        double highest = points().mapToDouble(Point::value).max().orElse(1);
        if (logarithmic) {
            return Math.max(10, highest);
        }
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, highest))));
        return Stream.of(1.0, 2.0, 2.5, 5.0, 10.0)
                .map(factor -> factor * power)
                .filter(round -> round >= highest)
                .findFirst()
                .orElse(highest);
    }

    private long begin() {
        return moments().min().orElse(0);
    }

    private long end() {
        return moments().max().orElse(1);
    }

    private LongStream moments() {
        return LongStream.concat(
                points().mapToLong(Point::at), spans.stream().flatMapToLong(span -> LongStream.of(span.begin(), span.end())));
    }

    private Stream<Point> points() {
        return series.stream().flatMap(line -> line.points().stream());
    }
}
