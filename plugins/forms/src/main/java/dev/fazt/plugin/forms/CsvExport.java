package dev.fazt.plugin.forms;

import dev.fazt.api.Site;
import dev.fazt.api.operation.Download;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Streams the submissions of a form as CSV, with a column for each field that occurs.
 *
 * <p>The reader is held page by page and never while the client is waited for. Submissions that arrive meanwhile are left out:
 * ids rise with the commits, so an id tells what was there at the start.
 */
record CsvExport(SubmissionStore submissions, Site site, String form, boolean spam) implements Download.Content {
    private static final int PAGE = 200;

    /** Visitors choose the names of fields, so the number of columns is bounded; further fields share the last one. */
    private static final int MOST_COLUMNS = 500;

    /** Stored fields never start with an underscore, so these clash with none. */
    private static final List<String> OWN_COLUMNS = List.of("_id", "_received_at", "_subject", "_replyto");

    private static final String OTHER_FIELDS = "_other_fields";

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        SubmissionStore.Columns columns = submissions.columns(site, form, spam, MOST_COLUMNS);
        boolean more = columns.fields().size() == MOST_COLUMNS;

        List<String> header = new ArrayList<>(OWN_COLUMNS);
        header.addAll(columns.fields());
        if (more) {
            header.add(OTHER_FIELDS);
        }
        writer.write(Csv.line(header));

        List<SubmissionStore.Stored> page;
        String after = SubmissionStore.FIRST;
        do {
            page = submissions.between(site, form, spam, after, columns.lastId(), PAGE);
            for (SubmissionStore.Stored stored : page) {
                writer.write(Csv.line(record(stored, columns, more)));
                after = stored.id();
            }
        } while (page.size() == PAGE);
        writer.flush();
    }

    private static List<String> record(SubmissionStore.Stored stored, SubmissionStore.Columns columns, boolean more) {
        Submission submission = stored.submission();
        List<String> values = new ArrayList<>();
        values.add(stored.id());
        values.add(stored.receivedAt().toString());
        values.add(submission.subject() == null ? "" : submission.subject());
        values.add(submission.replyTo() == null ? "" : submission.replyTo());
        for (String column : columns.fields()) {
            values.add(String.join(", ", submission.fields().getOrDefault(column, List.of())));
        }
        if (more) {
            values.add(submission.fields().entrySet().stream()
                    .filter(field -> !columns.fields().contains(field.getKey()))
                    .map(CsvExport::assignment)
                    .collect(Collectors.joining("\n")));
        }
        return values;
    }

    private static String assignment(Map.Entry<String, List<String>> field) {
        return field.getKey() + "=" + String.join(", ", field.getValue());
    }
}
