package dev.fazt.plugin.forms;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.http.SiteRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is one visitor's request and the answer to it: pages and redirects for a browser that sent a form, JSON in Formspree's shape
 * for a program.
 */
record Visitor(ServerRequest request, ServerResponse response, SiteRequest site, JsonMapper json) {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final String JSON = "application/json";

    static Visitor of(ServerRequest request, ServerResponse response, JsonMapper json) {
        return new Visitor(request, response, SiteRequest.of(request), json);
    }

    String formName() {
        return request.path().pathParameters().get("name");
    }

    String host() {
        return request.headers().value(HeaderNames.HOST).orElse("");
    }

    Optional<String> origin() {
        return request.headers().value(HeaderNames.ORIGIN);
    }

    String contentType() {
        return request.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
    }

    /**
     * Refuses a request from a page that may not send to the form, and lets a page that may read the answer (Fetch, CORS
     * protocol). Requests without an origin come from programs and old browsers; they pass.
     */
    void checkOrigin(Form form) {
        origin().ifPresent(origin -> {
            if (!form.origins().admit(origin, host(), !site.basePath().isEmpty())) {
                throw FaztException.forbidden(
                        "form '%s' takes nothing from pages of %s: its owner can allow it with the option --origins"
                                .formatted(form.name(), Fields.shortened(origin)));
            }
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        });
        response.headers().add(HeaderNames.VARY, "Origin");
    }

    /** Says that the submission is stored, and where to go next. */
    void accept(String next) {
        if (wantsJson()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("ok", true);
            body.put("next", next);
            sendJson(Status.OK_200, body);
            return;
        }
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, next);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send();
    }

    /** Says what is wrong with the submission. */
    void refuse(FaztException refusal) {
        Fault fault = refusal.fault();
        if (fault instanceof Fault.Busy busy) {
            response.header(HeaderNames.RETRY_AFTER, Long.toString(busy.retryAfter().toSeconds()));
        }
        List<Fault.FieldError> errors = fault instanceof Fault.Invalid invalid && !invalid.fields().isEmpty()
                ? invalid.fields()
                : List.of(new Fault.FieldError("", code(fault), refusal.getMessage()));
        if (wantsJson()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", refusal.getMessage());
            body.put("errors", errors.stream().map(Visitor::error).toList());
            sendJson(Status.create(fault.status()), body);
        } else {
            sendPage(
                    Status.create(fault.status()),
                    "This was not sent",
                    errors.stream().map(error -> sentence(error.message())).toList());
        }
    }

    void sendPage(Status status, String title, List<String> lines) {
        // Added, not set: the host may have put a policy of its own on a site that shares its address.
        response.headers().add(POLICY, Page.POLICY);
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(
                new Page(title, lines, site.basePath() + "/").html().getBytes(StandardCharsets.UTF_8));
    }

    private void sendJson(Status status, Map<String, Object> body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, JSON)
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(json.writeValueAsBytes(body));
    }

    private boolean wantsJson() {
        // The wildcard of browsers and of curl asks for nothing in particular, so only the plain name counts.
        return Multipart.mediaType(contentType()).equals(JSON)
                || request.headers().value(HeaderNames.ACCEPT).orElse("").toLowerCase(Locale.ROOT).contains(JSON);
    }

    private static Map<String, String> error(Fault.FieldError error) {
        Map<String, String> shape = new LinkedHashMap<>();
        shape.put("code", error.code());
        // Formspree's client takes an error without a field for one of the form as a whole.
        if (!error.field().isEmpty()) {
            shape.put("field", error.field());
        }
        shape.put("message", error.message());
        return shape;
    }

    /** Returns Formspree's code for a failure of the form as a whole where it has one. */
    private static String code(Fault fault) {
        return switch (fault) {
            case Fault.Invalid invalid when invalid.status() == 413 -> "FILES_TOO_BIG";
            case Fault.Invalid invalid when invalid.status() == 415 -> "UNSUPPORTED_MEDIA_TYPE";
            case Fault.Invalid _ -> "MALFORMED";
            case Fault.Forbidden _ -> "BLOCKED";
            case Fault.NotFound _ -> "FORM_NOT_FOUND";
            case Fault.Busy _ -> "TRY_LATER";
            case Fault.Conflict _, Fault.Resource _, Fault.Unknown _, Fault.Defect _ -> "FAILED";
        };
    }

    private static String sentence(String message) {
        return message.isEmpty() ? "" : message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }
}
