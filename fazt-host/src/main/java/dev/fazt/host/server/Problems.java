package dev.fazt.host.server;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.host.observe.MemoryGuard;
import dev.fazt.host.operation.ProblemDocument;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Answers a failure with a problem document (RFC 9457). Users see no stack trace; the log does, if it is a defect. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper json;
    private final MemoryGuard memory;

    Problems(JsonMapper json, MemoryGuard memory) {
        this.json = json;
        this.memory = memory;
    }

    /**
     * Answers whatever was thrown.
     *
     * @param part the plugin whose code ran, or {@code host}
     * @throws CloseConnectionException if a part of another answer is out already: all that is left is to break the connection
     */
    void answer(ServerRequest request, ServerResponse response, Throwable thrown, String part) {
        memory.failed(thrown);
        ProblemDocument problem = explain(request, thrown, part);
        // Takes back headers that belong to the answer that failed, such as a length or a tag.
        if (response instanceof RoutingResponse routing && !routing.reset()) {
            throw new CloseConnectionException("the answer broke off", thrown);
        }
        send(response, problem);
    }

    /** Makes the document of whatever was thrown, and writes to the log what users may not see. */
    ProblemDocument explain(ServerRequest request, Throwable thrown, String part) {
        FaztException failure = translate(thrown, part);
        switch (failure.fault()) {
            case Fault.Defect defect -> LOG.error(
                    "{} {} failed in '{}'",
                    request.prologue().method().text(),
                    request.prologue().uriPath().rawPath(),
                    defect.plugin(),
                    thrown);
            // The storage logs these two itself, once for all that suffer.
            case Fault.Resource resource -> {}
            case Fault.Unknown unknown -> {}
            case Fault.Invalid invalid -> {}
            case Fault.Forbidden forbidden -> {}
            case Fault.NotFound notFound -> {}
            case Fault.Conflict conflict -> {}
            case Fault.Busy busy -> {}
        }
        return ProblemDocument.of(failure);
    }

    private static FaztException translate(Throwable thrown, String part) {
        return switch (thrown) {
            case FaztException own -> own;
            case HttpException http when http.status().code() == 404 -> FaztException.notFound(
                    "there is nothing at this path");
            case HttpException http when http.status().code() < 500 -> new FaztException(
                    new Fault.Invalid(http.status().code(), List.of()), String.valueOf(http.getMessage()));
            default -> new FaztException(
                    new Fault.Defect(part), "something went wrong in '%s': its log says what".formatted(part), thrown);
        };
    }

    private void send(ServerResponse response, ProblemDocument problem) {
        problem.retryAfter()
                .ifPresent(seconds -> response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        if (problem.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"fazt\"");
        }
        response.status(Status.create(problem.status()))
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(json.writeValueAsBytes(problem.members()));
    }
}
