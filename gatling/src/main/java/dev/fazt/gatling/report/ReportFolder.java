package dev.fazt.gatling.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as files. */
public final class ReportFolder {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes {@code report.md}, {@code report.json} and the pictures, over those of an earlier measurement. */
    public void write(Report report) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.md"), new MarkdownReport(report).text());
            Files.write(folder.resolve("report.json"), JSON.writeValueAsBytes(report));
            for (Map.Entry<String, Chart> picture : Pictures.of(report).entrySet()) {
                Files.writeString(folder.resolve(picture.getKey()), picture.getValue().svg());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the report can not be written to %s".formatted(folder), e);
        }
    }

    /** Returns the table of rates and times. */
    public static String table(Report report) {
        return new MarkdownReport(report).requests();
    }
}
