package dev.fazt.gatling.figure;

import java.util.Arrays;

/** Is the median of a figure over several runs, and how far the runs were apart. */
public record Spread(double median, double lowest, double highest) {

    /** Sums up the figure of each run; zero if there was none. */
    public static Spread of(double... runs) {
        if (runs.length == 0) {
            return new Spread(0, 0, 0);
        }
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
