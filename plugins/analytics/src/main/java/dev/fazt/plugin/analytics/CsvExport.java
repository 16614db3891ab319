package dev.fazt.plugin.analytics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes events as CSV (RFC 4180) page by page, so that neither the memory nor a reader of the storage is held by a slow client.
 */
final class CsvExport {
    private static final int PAGE = 1_000;

    private final Reports reports;
    private final Period period;

    CsvExport(Reports reports, Period period) {
        this.reports = reports;
        this.period = period;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(line(ExportRow.HEADER).getBytes(StandardCharsets.UTF_8));
        var place = ExportRow.Place.BEFORE_ALL;
        List<ExportRow> page;
        do {
            page = reports.page(period, place, PAGE);
            var lines = new StringBuilder();
            for (ExportRow row : page) {
                lines.append(line(row.values()));
                place = row.place();
            }
            // Nothing is flushed: the host sends what it has when it likes, and the rest when it closes the stream.
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } while (page.size() == PAGE);
    }

    /** Makes one line, with its end. */
    static String line(List<String> values) {
        return values.stream().map(CsvExport::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    /**
     * Quotes a value where RFC 4180 asks for it, and puts an apostrophe before what a spreadsheet would take for a formula
     * (OWASP, CSV injection): paths and event names come from anyone.
     */
    static String field(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(character -> character == ',' || character == '"' || character < ' ');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
