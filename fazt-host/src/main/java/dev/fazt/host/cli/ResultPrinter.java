package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** Prints the result of an operation: as a table if it is one, else as lines of names and values. */
final class ResultPrinter {
    private final Shell shell;

    ResultPrinter(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode result, OutputFormat format) {
        switch (format) {
            case JSON -> shell.out().println(result);
            case CSV -> csv(result);
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
        int width = lines.keySet().stream().mapToInt(TextWidth::of).max().orElse(0);
        lines.forEach((name, value) -> shell.out().println(TextWidth.pad(name, width) + "  " + value));
    }

    /** Prints the rows of a list, or else the result as the one row that it is. */
    private void csv(JsonNode result) {
        JsonNode rows = rows(result).map(result::path).orElseGet(() -> ServerClient.JSON.createArrayNode().add(result));
        Set<String> columns = columns(rows);
        if (columns.isEmpty()) {
            return;
        }
        shell.out().print(CsvTable.line(List.copyOf(columns)));
        for (JsonNode row : rows) {
            shell.out().print(CsvTable.line(columns.stream().map(name -> csvCell(row.path(name))).toList()));
        }
        shell.out().flush();
    }

    private static String csvCell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? CsvTable.text(value.asString()) : value.isContainer() ? value.toString() : value.asString();
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

    private static Set<String> columns(JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.propertyNames()));
        return columns;
    }

    private void table(JsonNode rows) {
        Set<String> columns = columns(rows);
        if (columns.isEmpty()) {
            shell.out().println("(none)");
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(name -> words(name).toUpperCase(Locale.ROOT)).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream().map(name -> text(row.path(name))).toList());
        }
        TableLayout layout = new TableLayout(cells, shell.columns());
        String heading = layout.line(cells.getFirst());
        // Only letters, digits and blanks: nothing in it is a style.
        shell.out().println(shell.coloured() ? Ansi.ON.string("@|bold " + heading.replace("|", "") + "|@") : heading);
        cells.stream().skip(1).forEach(row -> shell.out().println(layout.line(row)));
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
}
