package dev.fazt.plugin.forms;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.event.Events;
import dev.fazt.api.event.SubmissionReceived;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Takes submissions from visitors at {@code /_fazt/forms/{name}}. Thread-safe. */
final class SubmissionEndpoint implements HttpService {
    static final int LARGEST_BODY = 1_024 * 1_024;

    private final FormStore forms;
    private final SubmissionStore submissions;
    private final RateLimiter limiter;
    private final Events events;
    private final JsonMapper json;

    SubmissionEndpoint(
            FormStore forms, SubmissionStore submissions, RateLimiter limiter, Events events, JsonMapper json) {
        this.forms = forms;
        this.submissions = submissions;
        this.limiter = limiter;
        this.events = events;
        this.json = json;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/{name}", this::submit)
                .options("/{name}", this::preflight)
                .get("/{name}", this::explain)
                .get("/{name}/thanks", this::thank);
    }

    private void submit(ServerRequest request, ServerResponse response) throws IOException {
        Visitor visitor = Visitor.of(request, response, json);
        try {
            Form form = forms.get(visitor.site().site(), visitor.formName());
            visitor.checkOrigin(form);
            limiter.take(form, visitor.site().address());
            Fields fields = fields(visitor);
            Submission submission = Submission.of(fields, form);
            String id = submissions.add(form, submission);
            if (!submission.isSpam()) {
                events.publish(new SubmissionReceived(form.site(), form.name(), id));
            }
            visitor.accept(next(visitor, form, fields));
        } catch (FaztException refusal) {
            answer(visitor, refusal);
        }
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        Visitor visitor = Visitor.of(request, response, json);
        try {
            visitor.checkOrigin(forms.get(visitor.site().site(), visitor.formName()));
            response.status(Status.NO_CONTENT_204)
                    .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                    .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type, X-Requested-With")
                    .header(HeaderNames.create("Access-Control-Max-Age"), "600");
            response.send();
        } catch (FaztException refusal) {
            answer(visitor, refusal);
        }
    }

    private void thank(ServerRequest request, ServerResponse response) {
        Visitor visitor = Visitor.of(request, response, json);
        try {
            forms.get(visitor.site().site(), visitor.formName());
            visitor.sendPage(Status.OK_200, "Thank you!", List.of("The form was sent."));
        } catch (FaztException refusal) {
            answer(visitor, refusal);
        }
    }

    /** Answers who opens the address of a form in a browser, for instance by loading it again. */
    private void explain(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.ALLOW, "POST, OPTIONS");
        Visitor.of(request, response, json)
                .sendPage(
                        Status.METHOD_NOT_ALLOWED_405,
                        "There is nothing to see here",
                        List.of("This address receives a form. Fill it in on the page that shows it."));
    }

    private Fields fields(Visitor visitor) throws IOException {
        String contentType = visitor.contentType();
        return switch (Multipart.mediaType(contentType)) {
            case "application/x-www-form-urlencoded" -> UrlEncoded.parse(body(visitor.request()));
            case "multipart/form-data" -> Multipart.parse(body(visitor.request()), contentType);
            case "application/json" -> JsonFields.parse(body(visitor.request()), json);
            default -> throw FaztException.unsupportedMediaType(
                    "a form can not be sent as '%s': use application/x-www-form-urlencoded, multipart/form-data or application/json"
                            .formatted(Fields.shortened(contentType)));
        };
    }

    private static byte[] body(ServerRequest request) throws IOException {
        if (request.headers().contentLength().orElse(0) > LARGEST_BODY) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw tooLarge();
            }
            return body;
        }
    }

    private static String next(Visitor visitor, Form form, Fields fields) {
        String basePath = visitor.site().basePath();
        return fields.filled("_next")
                .flatMap(next -> NextPage.ofVisitor(next, form.origins(), visitor.host(), basePath))
                .orElseGet(() -> form.redirect() == null
                        ? "%s/_fazt/forms/%s/thanks".formatted(basePath, form.name())
                        : NextPage.location(form.redirect(), basePath));
    }

    private static FaztException tooLarge() {
        return FaztException.tooLarge(
                "the form is larger than %d KB: shorten it".formatted(LARGEST_BODY / 1_024));
    }

    private static void answer(Visitor visitor, FaztException refusal) {
        // What the owner should know of belongs in the log, and only the host writes it there.
        if (refusal.fault() instanceof Fault.Defect || refusal.fault() instanceof Fault.Resource) {
            throw refusal;
        }
        visitor.refuse(refusal);
    }
}
