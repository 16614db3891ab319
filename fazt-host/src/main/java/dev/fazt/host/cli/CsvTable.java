package dev.fazt.host.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes rows as CSV (RFC 4180). */
final class CsvTable {
    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

    /** What a spreadsheet would take for a formula, from whoever wrote it (OWASP, CSV injection). */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");

    private CsvTable() {}

    static String line(List<String> cells) {
        return cells.stream()
                        .map(cell -> SPECIAL.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** Makes text harmless that a spreadsheet would run: it shows a quotation mark before it. */
    static String text(String cell) {
        return FORMULA.matcher(cell).find() ? "'" + cell : cell;
    }
}
