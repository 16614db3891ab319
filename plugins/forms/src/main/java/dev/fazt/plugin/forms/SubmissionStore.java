package dev.fazt.plugin.forms;

import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the submissions of all forms. Thread-safe. */
final class SubmissionStore {
    /** Sorts before and after every id. */
    static final String FIRST = "";

    static final String LAST = "g";

    private final Storage storage;
    private final Clock clock;
    private final JsonMapper json;
    private final UuidV7 ids;

    SubmissionStore(Storage storage, Clock clock, JsonMapper json) {
        this.storage = storage;
        this.clock = clock;
        this.json = json;
        this.ids = new UuidV7(clock);
    }

    /** A submission as it is on disk. */
    record Stored(String id, Instant receivedAt, Submission submission) {}

    /**
     * The columns of an export.
     *
     * @param fields the first names that occur, at most as many as asked for
     * @param lastId the newest submission that was looked at
     */
    record Columns(Set<String> fields, String lastId) {}

    /** Stores a submission, and returns its id once it is on disk. */
    String add(Form form, Submission submission) {
        String fields = json.writeValueAsString(submission.fields());
        long now = clock.millis();
        return storage.forSite(form.site()).write(sql -> {
            String id = ids.next();
            sql.update(
                    "INSERT INTO submissions (id, site, form, received_at, spam_reason, subject, reply_to, fields)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    form.site().name(),
                    form.name(),
                    now,
                    submission.spamReason(),
                    submission.subject(),
                    submission.replyTo(),
                    fields);
            return id;
        });
    }

    /** Returns the newest submissions before an id, or those in quarantine. */
    List<Stored> before(Site site, String form, boolean spam, String id, int limit) {
        return storage.read(sql -> sql.query(
                """
                SELECT id, received_at, spam_reason, subject, reply_to, fields FROM submissions
                WHERE site = ? AND form = ? AND id < ? AND (spam_reason IS NOT NULL) = ?
                ORDER BY id DESC LIMIT ?
                """,
                this::stored,
                site.name(),
                form,
                id,
                spam,
                limit));
    }

    /** Returns the oldest submissions after one id and up to another, or those in quarantine. */
    List<Stored> between(Site site, String form, boolean spam, String after, String upTo, int limit) {
        return storage.read(sql -> sql.query(
                """
                SELECT id, received_at, spam_reason, subject, reply_to, fields FROM submissions
                WHERE site = ? AND form = ? AND id > ? AND id <= ? AND (spam_reason IS NOT NULL) = ?
                ORDER BY id LIMIT ?
                """,
                this::stored,
                site.name(),
                form,
                after,
                upTo,
                spam,
                limit));
    }

    /** Returns the names of all fields in the order in which they first occur. */
    Columns columns(Site site, String form, boolean spam, int most) {
        Set<String> names = new LinkedHashSet<>();
        String[] last = {FIRST};
        storage.read(sql -> {
            sql.each(
                    """
                    SELECT id, fields FROM submissions
                    WHERE site = ? AND form = ? AND (spam_reason IS NOT NULL) = ?
                    ORDER BY id
                    """,
                    row -> {
                        last[0] = row.text("id");
                        for (String name : fields(row).keySet()) {
                            if (names.size() < most) {
                                names.add(name);
                            }
                        }
                    },
                    site.name(),
                    form,
                    spam);
            return names;
        });
        return new Columns(names, last[0]);
    }

    /** Deletes a submission, and tells whether it was there. */
    boolean delete(Site site, String form, String id) {
        return storage.write(sql ->
                sql.update("DELETE FROM submissions WHERE site = ? AND form = ? AND id = ?", site.name(), form, id) > 0);
    }

    boolean has(Site site, String form, String id) {
        return storage.read(sql -> sql.first(
                        "SELECT id FROM submissions WHERE site = ? AND form = ? AND id = ?",
                        row -> row.text("id"),
                        site.name(),
                        form,
                        id)
                .isPresent());
    }

    private Stored stored(Row row) {
        return new Stored(
                row.text("id"),
                Instant.ofEpochMilli(row.integer("received_at")),
                new Submission(
                        fields(row), row.textOrNull("subject"), row.textOrNull("reply_to"), row.textOrNull("spam_reason")));
    }

    private Map<String, List<String>> fields(Row row) {
        return json.readValue(row.text("fields"), new TypeReference<>() {});
    }
}
