package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps the forms of all sites. Thread-safe. */
final class FormStore {
    private static final int MOST_FORMS = 1_000;

    private final Storage storage;
    private final Clock clock;

    FormStore(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * A form and what it received.
     *
     * @param submissions how many, without those in quarantine
     * @param spam how many are in quarantine
     */
    record Summary(Form form, long submissions, long spam) {}

    Optional<Form> find(Site site, String name) {
        return storage.read(sql -> sql.first(
                "SELECT site, name, required, origins, redirect, rate_limit FROM forms WHERE site = ? AND name = ?",
                FormStore::form,
                site.name(),
                name));
    }

    /** Returns the form, or says how the owner makes it. */
    Form get(Site site, String name) {
        return find(site, name).orElseThrow(() -> FaztException.notFound(
                Form.isName(name)
                        ? "site %s has no form '%s': its owner creates it with: fazt forms create %s %s"
                                .formatted(site.name(), name, site.name(), name)
                        : "site %s has no form of that name".formatted(site.name())));
    }

    /** Stores a form, and tells whether it is new. */
    boolean put(Form form) {
        return storage.write(sql -> {
            boolean replaced = sql.update(
                            "UPDATE forms SET required = ?, origins = ?, redirect = ?, rate_limit = ? WHERE site = ? AND name = ?",
                            String.join(",", form.required()),
                            String.join(",", form.origins().values()),
                            form.redirect(),
                            form.rateLimit(),
                            form.site().name(),
                            form.name())
                    > 0;
            if (!replaced) {
                sql.update(
                        "INSERT INTO forms (site, name, required, origins, redirect, rate_limit, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        form.site().name(),
                        form.name(),
                        String.join(",", form.required()),
                        String.join(",", form.origins().values()),
                        form.redirect(),
                        form.rateLimit(),
                        clock.millis());
            }
            return !replaced;
        });
    }

    List<Summary> list(Site site) {
        return storage.read(sql -> sql.query(
                """
                SELECT f.site, f.name, f.required, f.origins, f.redirect, f.rate_limit,
                       COUNT(s.id) AS received, COUNT(s.spam_reason) AS spam
                FROM forms f LEFT JOIN submissions s ON s.site = f.site AND s.form = f.name
                WHERE f.site = ?
                GROUP BY f.site, f.name, f.required, f.origins, f.redirect, f.rate_limit
                ORDER BY f.name
                LIMIT ?
                """,
                row -> new Summary(
                        form(row), row.integer("received") - row.integer("spam"), row.integer("spam")),
                site.name(),
                MOST_FORMS));
    }

    private static Form form(Row row) {
        return new Form(
                new Site(row.text("site")),
                row.text("name"),
                items(row.text("required")),
                new AllowedOrigins(items(row.text("origins"))),
                row.textOrNull("redirect"),
                Math.toIntExact(row.integer("rate_limit")));
    }

    /** Splits a list that is joined by commas, whoever wrote it. */
    static List<String> items(String joined) {
        return Arrays.stream(joined.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }
}
