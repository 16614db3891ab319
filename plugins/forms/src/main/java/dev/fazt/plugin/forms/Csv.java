package dev.fazt.plugin.forms;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes records of comma-separated values (RFC 4180) that are safe to open in a spreadsheet: a value that would be taken for
 * a formula gets a leading apostrophe (OWASP, CSV injection).
 */
final class Csv {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private Csv() {}

    /** Returns one record with its line end. */
    static String line(List<String> values) {
        return values.stream().map(Csv::escaped).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String escaped(String value) {
        String safe = !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
