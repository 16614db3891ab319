package dev.fazt.host.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Aligns rows of cells in columns, and shortens the widest ones until a row fits into the terminal. Immutable. */
final class TableLayout {
    private static final String GAP = "  ";
    private static final int WIDEST_CELL = 80;
    private static final int NARROWEST_CELL = 8;

    private final int[] widths;

    /**
     * Measures a table.
     *
     * @param rows all of the same length, the heading first
     * @param columns of the terminal
     */
    TableLayout(List<List<String>> rows, int columns) {
        widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST_CELL, TextWidth.of(row.get(i))));
            }
        }
        int gaps = GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() + gaps > columns) {
            int widest = IntStream.range(0, widths.length).reduce((a, b) -> widths[b] > widths[a] ? b : a).orElseThrow();
            if (widths[widest] <= NARROWEST_CELL) {
                // A line that wraps says more than one of nothing but ellipses.
                break;
            }
            widths[widest]--;
        }
    }

    String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(TextWidth.pad(TextWidth.shorten(row.get(i), widths[i]), widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
