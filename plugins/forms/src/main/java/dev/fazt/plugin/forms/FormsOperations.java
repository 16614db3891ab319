package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.OperationCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries out what the owner can do with forms. Thread-safe. */
final class FormsOperations {
    private static final int DEFAULT_LIMIT = 30;
    private static final int HIGHEST_LIMIT = 500;
    private static final Pattern CURSOR = Pattern.compile("[0-9a-f-]{36}");

    private final Sites sites;
    private final FormStore forms;
    private final SubmissionStore submissions;

    FormsOperations(Sites sites, FormStore forms, SubmissionStore submissions) {
        this.sites = sites;
        this.forms = forms;
        this.submissions = submissions;
    }

    /** What to create. */
    record Creation(
            @Description("name of the site") String site,
            @Description("name of the form, the last segment of its address") String form,
            @Description("fields that must be filled in, joined by commas") @Nullable String required,
            @Description("other origins that may send, like https://example.org, joined by commas; * for any")
                    @Nullable String origins,
            @Description("path or address to go to after a submission, instead of a thank-you page")
                    @Nullable String redirect,
            @Description("submissions per minute from one address, 20 unless told; 0 for any number")
                    @Nullable Integer rateLimit) {}

    /**
     * The form that is there now.
     *
     * @param action the address that a page writes into the form's {@code action} attribute
     */
    record Created(String site, String form, boolean created, String action) {}

    /** Names a site. */
    record SiteName(@Description("name of the site") String site) {}

    /** One form in a list. */
    record FormEntry(
            String form,
            long submissions,
            long spam,
            String required,
            String origins,
            @Nullable String redirect,
            int rateLimit) {}

    /** The forms of a site. */
    record FormList(List<FormEntry> forms) {}

    /** Which submissions to list. */
    record Listing(
            @Description("name of the site") String site,
            @Description("name of the form") String form,
            @Description("how many at most, 30 unless told, up to 500") @Nullable Integer limit,
            @Description("where the list before this one ended") @Nullable String cursor,
            @Description("list the quarantine instead") @Nullable Boolean spam) {}

    /** One submission in a list. */
    record SubmissionEntry(
            String id,
            Instant receivedAt,
            @Nullable String subject,
            @Nullable String replyTo,
            @Nullable String spamReason,
            Map<String, List<String>> fields) {}

    /**
     * Some submissions of a form.
     *
     * @param cursor to go on with; null at the end
     */
    record SubmissionList(List<SubmissionEntry> submissions, @Nullable String cursor) {}

    /** Which submissions to export. */
    record Export(
            @Description("name of the site") String site,
            @Description("name of the form") String form,
            @Description("export the quarantine instead") @Nullable Boolean spam) {}

    /** Which submission to delete. */
    record Deletion(
            @Description("name of the site") String site,
            @Description("name of the form") String form,
            @Description("id of the submission") String id) {}

    /** The submission that is gone, or would be. */
    record Deleted(String id) {}

    Created create(Creation wanted, OperationCall call) {
        Site site = site(wanted.site());
        Form form = new Form(
                site,
                wanted.form(),
                wanted.required() == null ? List.of() : FormStore.items(wanted.required()),
                new AllowedOrigins(wanted.origins() == null ? List.of() : FormStore.items(wanted.origins())),
                wanted.redirect(),
                wanted.rateLimit() == null ? Form.DEFAULT_RATE_LIMIT : wanted.rateLimit());
        boolean created = forms.put(form);
        return new Created(site.name(), form.name(), created, "/_fazt/forms/" + form.name());
    }

    FormList listForms(SiteName wanted, OperationCall call) {
        return new FormList(forms.list(site(wanted.site())).stream()
                .map(summary -> new FormEntry(
                        summary.form().name(),
                        summary.submissions(),
                        summary.spam(),
                        String.join(",", summary.form().required()),
                        String.join(",", summary.form().origins().values()),
                        summary.form().redirect(),
                        summary.form().rateLimit()))
                .toList());
    }

    SubmissionList list(Listing wanted, OperationCall call) {
        Form form = forms.get(site(wanted.site()), wanted.form());
        int limit = wanted.limit() == null ? DEFAULT_LIMIT : wanted.limit();
        if (limit < 1 || limit > HIGHEST_LIMIT) {
            throw FaztException.invalid("limit", "%d is no limit: write 1 to %d".formatted(limit, HIGHEST_LIMIT));
        }
        String cursor = wanted.cursor() == null ? SubmissionStore.LAST : wanted.cursor();
        if (wanted.cursor() != null && !CURSOR.matcher(cursor).matches()) {
            throw FaztException.invalid("cursor", "this is no cursor: pass on the one that a list returned");
        }
        // One more than asked for tells whether there is a next page.
        List<SubmissionStore.Stored> found =
                submissions.before(form.site(), form.name(), Boolean.TRUE.equals(wanted.spam()), cursor, limit + 1);
        List<SubmissionStore.Stored> page = found.subList(0, Math.min(limit, found.size()));
        return new SubmissionList(
                page.stream().map(FormsOperations::entry).toList(),
                found.size() > limit ? page.getLast().id() : null);
    }

    Download export(Export wanted, OperationCall call) {
        Form form = forms.get(site(wanted.site()), wanted.form());
        return new Download(
                "text/csv; charset=utf-8",
                "%s-%s.csv".formatted(form.site().name(), form.name()),
                new CsvExport(submissions, form.site(), form.name(), Boolean.TRUE.equals(wanted.spam())));
    }

    Deleted delete(Deletion wanted, OperationCall call) {
        Site site = site(wanted.site());
        boolean found = call.dryRun()
                ? submissions.has(site, wanted.form(), wanted.id())
                : submissions.delete(site, wanted.form(), wanted.id());
        if (!found) {
            throw FaztException.notFound("form '%s' has no submission '%s'"
                    .formatted(Fields.shortened(wanted.form()), Fields.shortened(wanted.id())));
        }
        return new Deleted(wanted.id());
    }

    private Site site(String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s': see fazt site list"
                        .formatted(Fields.shortened(name))));
    }

    private static SubmissionEntry entry(SubmissionStore.Stored stored) {
        Submission submission = stored.submission();
        return new SubmissionEntry(
                stored.id(),
                stored.receivedAt(),
                submission.subject(),
                submission.replyTo(),
                submission.spamReason(),
                submission.fields());
    }
}
