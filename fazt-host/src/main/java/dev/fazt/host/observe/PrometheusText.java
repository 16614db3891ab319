package dev.fazt.host.observe;

import dev.fazt.host.storage.Histogram;
import java.util.Locale;
import java.util.Map;

/** Writes metrics in the Prometheus text format, version 0.0.4. Not thread-safe. */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    /** Writes a value that only grows. */
    PrometheusText counter(String name, String help, Number value) {
        return head(name, "counter", help).sample(name, "", value);
    }

    /** Writes values that only grow, each with its value of the label. */
    PrometheusText counters(String name, String help, String label, Map<String, ? extends Number> values) {
        return samples(name, "counter", help, label, values);
    }

    /** Writes a value that goes up and down. */
    PrometheusText gauge(String name, String help, Number value) {
        return head(name, "gauge", help).sample(name, "", value);
    }

    /** Writes values that go up and down, each with its value of the label. */
    PrometheusText gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        return samples(name, "gauge", help, label, values);
    }

    PrometheusText histogram(String name, String help, Histogram histogram) {
        return head(name, "histogram", help).buckets(name, "", histogram);
    }

    /** Writes histograms, each with its value of the label. */
    PrometheusText histograms(String name, String help, String label, Map<String, Histogram> histograms) {
        head(name, "histogram", help);
        histograms.forEach((value, histogram) -> buckets(name, pair(label, value), histogram));
        return this;
    }

    private PrometheusText samples(
            String name, String type, String help, String label, Map<String, ? extends Number> values) {
        head(name, type, help);
        values.forEach((value, number) -> sample(name, "{" + pair(label, value) + "}", number));
        return this;
    }

    private PrometheusText head(String name, String type, String help) {
        text.append("# HELP %s %s.%n# TYPE %s %s%n".formatted(name, help, name, type).replace("\r\n", "\n"));
        return this;
    }

    private PrometheusText sample(String name, String labels, Number value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    private PrometheusText buckets(String name, String labels, Histogram histogram) {
        String others = labels.isEmpty() ? "" : labels + ",";
        var buckets = histogram.buckets();
        buckets.forEach(bucket -> sample(
                name + "_bucket", "{" + others + pair("le", bound(bucket.bound())) + "}", bucket.atMost()));
        String braces = labels.isEmpty() ? "" : "{" + labels + "}";
        return sample(name + "_sum", braces, histogram.sum())
                .sample(name + "_count", braces, buckets.getLast().atMost());
    }

    private static String bound(double bound) {
        return Double.isInfinite(bound) ? "+Inf" : String.format(Locale.ROOT, "%s", bound);
    }

    private static String pair(String label, String value) {
        return label + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
