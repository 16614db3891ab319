package dev.fazt.gatling.watch;

import java.util.OptionalDouble;

/** Reads metrics in the Prometheus text format, version 0.0.4. */
final class MetricsText {
    private final String text;

    MetricsText(String text) {
        this.text = text;
    }

    /** Returns a metric, added up over its labels; empty if it is not there. */
    OptionalDouble sum(String name) {
        double[] values = text.lines()
                .filter(line -> line.startsWith(name) && isEndOfName(line, name.length()))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return OptionalDouble.of(sum);
    }

    private static boolean isEndOfName(String line, int index) {
        return index < line.length() && (line.charAt(index) == ' ' || line.charAt(index) == '{');
    }
}
