package dev.fazt.host.operation;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.storage.ControlPlaneWork;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code /api/<plugin>/<verb>}: parameters come from the query, or from a JSON object in the body of an operation that
 * writes.
 */
public final class OperationEndpoint {
    private static final Logger AUDIT = LoggerFactory.getLogger("audit");

    private final JsonMapper json;

    public OperationEndpoint(JsonMapper json) {
        this.json = json;
    }

    /** Carries out the operation and sends its result. */
    public void handle(
            BoundOperation<?, ?> bound, Caller caller, String address, ServerRequest request, ServerResponse response)
            throws Exception {
        Operation<?, ?> operation = bound.operation();
        boolean read = operation.effect() == Operation.Effect.READ;
        String method = request.prologue().method().text();
        if (!method.equals(read ? "GET" : "POST")) {
            response.status(Status.METHOD_NOT_ALLOWED_405)
                    .header(HeaderNames.ALLOW, read ? "GET" : "POST")
                    .send();
            return;
        }
        if (!read) {
            refuseCrossSite(request);
        }
        boolean upload = operation.effect() == Operation.Effect.UPLOAD;
        ObjectNode arguments = operation.effect() == Operation.Effect.WRITE ? body(request) : query(request);
        try (InputStream body = upload ? request.content().inputStream() : InputStream.nullInputStream()) {
            Record result = ControlPlaneWork.run(() -> bound.call(arguments, caller, body));
            if (!read) {
                AUDIT.info("{} by {} '{}' from {}: done", operation.name(), caller.kind(), caller.name(), address);
            }
            send(result, response);
        } catch (Exception e) {
            if (!read) {
                AUDIT.info("{} by {} '{}' from {}: {}", operation.name(), caller.kind(), caller.name(), address,
                        e instanceof FaztException refused ? "refused, " + refused.fault() : "failed");
            }
            throw e;
        }
    }

    /** A page of another origin may make a browser send a request, but not without saying so (Fetch Metadata). */
    private static void refuseCrossSite(ServerRequest request) {
        String site = request.headers().first(HeaderNames.create("Sec-Fetch-Site")).orElse("none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            throw FaztException.forbidden("a page of another origin can not change anything here");
        }
    }

    private ObjectNode query(ServerRequest request) {
        ObjectNode arguments = json.createObjectNode();
        for (String name : request.query().names()) {
            arguments.put(name, request.query().first(name).orElse(""));
        }
        return arguments;
    }

    private ObjectNode body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return json.createObjectNode();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length == 0) {
                return json.createObjectNode();
            }
            JsonNode node = json.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw FaztException.badRequest("the body must be a JSON object with the parameters");
        } catch (JacksonException e) {
            throw FaztException.badRequest("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(Record result, ServerResponse response) throws IOException {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (result instanceof Download download) {
            response.header(HeaderNames.CONTENT_TYPE, download.contentType())
                    .header(
                            HeaderNames.CONTENT_DISPOSITION,
                            "attachment; filename=\"" + download.filename().replaceAll("[^\\w.-]", "_") + "\"");
            try (OutputStream out = response.outputStream()) {
                download.content().writeTo(out);
            }
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(json.writeValueAsBytes(result));
    }
}
