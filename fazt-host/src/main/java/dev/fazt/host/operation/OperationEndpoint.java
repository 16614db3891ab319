package dev.fazt.host.operation;

import dev.fazt.api.Caller;
import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.operation.Progress;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.security.Identity;
import dev.fazt.host.storage.ControlPlaneWork;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers {@code /api/<plugin>/<verb>}: with the result as JSON, with the bytes of a download, or, to who asks for {@code
 * text/event-stream}, with the course of an operation that takes its time.
 */
public final class OperationEndpoint {
    private static final String EVENTS = "text/event-stream";
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final AuditLog audit;
    private final Failures failures;

    /** Explains failures to users, and to the log what users may not see. */
    @FunctionalInterface
    public interface Failures {
        /** Makes the document of whatever was thrown. */
        ProblemDocument explain(ServerRequest request, Throwable thrown);
    }

    public OperationEndpoint(AuditLog audit, Failures failures) {
        this.audit = audit;
        this.failures = failures;
    }

    /** Carries out the operation and sends its result. */
    public void handle(BoundOperation<?, ?> bound, Identity identity, ServerRequest request, ServerResponse response)
            throws Exception {
        Operation<?, ?> operation = bound.operation();
        String method = methodOf(operation);
        if (!request.prologue().method().text().equals(method)) {
            response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, method).send();
            return;
        }
        Arguments arguments = authorized(bound, identity, request);
        BoundOperation.Prepared prepared = bound.prepare(arguments);
        boolean upload = operation.effect() == Operation.Effect.UPLOAD;
        try (InputStream body = upload ? request.content().inputStream() : InputStream.nullInputStream()) {
            Trail trail = Trail.begin(audit, bound, identity, arguments);
            Work work = progress -> ControlPlaneWork.run(() -> identity.during(() -> run(
                    bound, prepared, new OperationCall(identity.caller(), body, arguments.dryRun(), progress))));
            if (operation.effect() != Operation.Effect.READ
                    && operation.result() != Download.class
                    && wantsEvents(request)) {
                stream(bound.json(), work, trail, request, response);
            } else {
                send(bound.json(), work, trail, response);
            }
        }
    }

    /** Reads the arguments of somebody who may use the operation on what they name. */
    private Arguments authorized(BoundOperation<?, ?> bound, Identity identity, ServerRequest request) {
        Caller caller = identity.caller();
        @Nullable Arguments arguments = null;
        try {
            if (!bound.isFor(caller)) {
                bound.authorize(caller, null);
            }
            arguments = Arguments.of(request, bound);
            bound.authorize(caller, arguments.target(bound.operation()));
            return arguments;
        } catch (FaztException e) {
            if (e.fault() instanceof Fault.Forbidden refused) {
                String target = arguments == null ? "" : Trail.target(bound, arguments);
                audit.refused(identity.doing(bound.operation().name(), target), refused.status());
            }
            throw e;
        }
    }

    /** Returns the method of HTTP by which an operation is called. */
    static String methodOf(Operation<?, ?> operation) {
        return operation.effect() == Operation.Effect.READ ? "GET" : "POST";
    }

    private interface Work {
        Record run(Progress progress) throws Exception;
    }

    private static Record run(BoundOperation<?, ?> bound, BoundOperation.Prepared prepared, OperationCall call)
            throws Exception {
        try {
            return prepared.run(call);
        } catch (FaztException | CloseConnectionException known) {
            throw known;
        } catch (Exception | LinkageError | StackOverflowError defect) {
            throw new FaztException(
                    new Fault.Defect(bound.author()), "'%s' failed".formatted(bound.operation().name()), defect);
        }
    }

    private static boolean wantsEvents(ServerRequest request) {
        return request.headers().contains(HeaderNames.ACCEPT)
                && request.headers().get(HeaderNames.ACCEPT).allValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", 20)))
                        .anyMatch(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(EVENTS));
    }

    private void stream(
            JsonMapper json, Work work, Trail trail, ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, EVENTS)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no"); // nginx would hold the events back
        OutputStream out = response.outputStream();
        EventStream events = new EventStream(out, json, HEARTBEAT);
        String event = "result";
        Object value;
        try {
            value = work.run(events);
            trail.done();
        } catch (Throwable e) {
            trail.failed(e);
            event = "problem";
            value = failures.explain(request, e).members();
        }
        try {
            events.end(event, value);
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the client went away", e);
        }
    }

    private static void send(JsonMapper json, Work work, Trail trail, ServerResponse response) throws Exception {
        try {
            Record result = work.run(Progress.NONE);
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            if (result instanceof Download download) {
                send(download, response);
                trail.done();
            } else {
                trail.done(); // before anybody is told so
                response.header(HeaderNames.CONTENT_TYPE, "application/json").send(json.writeValueAsBytes(result));
            }
        } catch (Throwable e) {
            trail.failed(e);
            throw e;
        }
    }

    /** Ends the answer only if all of it was written: closing it after a failure would make a part look like the whole. */
    private static void send(Download download, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, download.contentType())
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + download.filename().replaceAll("[^\\w.-]", "_") + "\"");
        try {
            OutputStream out = response.outputStream();
            download.content().writeTo(out);
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
