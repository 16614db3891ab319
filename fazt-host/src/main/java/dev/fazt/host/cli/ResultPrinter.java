package dev.fazt.host.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Prints the result of an operation: as a table if it is one, else as lines of names and values. */
final class ResultPrinter {
    private static final int WIDEST_CELL = 80;

    private final PrintStream out;

    ResultPrinter(PrintStream out) {
        this.out = out;
    }

    void print(JsonNode result, OutputFormat format) {
        switch (format) {
            case JSON -> out.println(result);
            case TABLE -> printForPeople(result);
        }
    }

    private void printForPeople(JsonNode result) {
        Optional<String> rows = rows(result);
        rows.ifPresent(name -> table(result.path(name)));
        Map<String, String> lines = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : result.properties()) {
            if (!Optional.of(field.getKey()).equals(rows) && !field.getValue().isNull()) {
                lines.put(words(field.getKey()), text(field.getValue()));
            }
        }
        lines(lines);
    }

    /** Prints names and values below each other. */
    void lines(Map<String, String> lines) {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((name, value) -> out.println(pad(name, width) + "  " + value));
    }

    private static Optional<String> rows(JsonNode result) {
        List<String> arrays = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : result.properties()) {
            JsonNode value = field.getValue();
            if (value.isArray() && (value.isEmpty() || value.get(0).isObject())) {
                arrays.add(field.getKey());
            }
        }
        return arrays.size() == 1 ? Optional.of(arrays.getFirst()) : Optional.empty();
    }

    private void table(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.propertyNames()));
        if (columns.isEmpty()) {
            out.println("(none)");
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(name -> words(name).toUpperCase(Locale.ROOT)).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream().map(name -> cell(row.path(name))).toList());
        }
        int[] widths = new int[columns.size()];
        cells.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(pad(row.get(i), widths[i])).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String cell(JsonNode value) {
        String text = text(value);
        if (text.codePointCount(0, text.length()) <= WIDEST_CELL) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, WIDEST_CELL - 1)) + "…";
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return Shell.plain(value.isContainer() ? value.toString() : value.asString());
    }

    private static String words(String camelCase) {
        return Shell.plain(Names.kebab(camelCase).replace('-', ' '));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
