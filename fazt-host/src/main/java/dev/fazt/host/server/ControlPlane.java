package dev.fazt.host.server;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import dev.fazt.host.observe.MetricsPage;
import dev.fazt.host.operation.BoundOperation;
import dev.fazt.host.operation.OperationEndpoint;
import dev.fazt.host.operation.OperationRegistry;
import dev.fazt.host.security.Credentials;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the control host: health, metrics, becoming the owner, and the operations. Everything but health and becoming the owner
 * needs a credential.
 */
final class ControlPlane {
    private static final long MAX_UPLOAD = 1L << 30;
    private static final long MAX_BODY = 1 << 20;

    private final Credentials credentials;
    private final Clients clients;
    private final SetupPage setup;
    private final MetricsPage metrics;
    private final BooleanSupplier ready;
    private final JsonMapper json;
    private final OperationEndpoint endpoint;
    private volatile OperationRegistry operations;

    ControlPlane(
            Credentials credentials,
            Clients clients,
            MetricsPage metrics,
            BooleanSupplier ready,
            JsonMapper json,
            Problems problems) {
        this.credentials = credentials;
        this.clients = clients;
        this.setup = new SetupPage(credentials, clients);
        this.metrics = metrics;
        this.ready = ready;
        this.json = json;
        this.endpoint = new OperationEndpoint(json, (request, thrown) -> problems.explain(request, thrown, "host"));
        this.operations = new OperationRegistry(List.of(), json);
    }

    void publish(OperationRegistry operations) {
        this.operations = operations;
    }

    void handle(ServerRequest request, ServerResponse response) throws Exception {
        String path = request.prologue().uriPath().rawPath();
        response.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; form-action 'self'")
                .header("Referrer-Policy", "no-referrer");
        switch (path) {
            case "/livez" -> text(response, Status.OK_200, "alive\n");
            case "/readyz" -> text(
                    response,
                    ready.getAsBoolean() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
                    ready.getAsBoolean() ? "ready\n" : "not ready\n");
            case "/metrics" -> {
                require(request, "server:read");
                response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .send(metrics.render().getBytes(StandardCharsets.UTF_8));
            }
            case "/api/server/operations" -> list(request, response);
            case "/" -> setup.home(response);
            case "/setup" -> setup.handle(request, response);
            default -> {
                if (!path.startsWith("/api/")) {
                    throw FaztException.notFound("there is nothing at '%s': the control API is below /api/"
                            .formatted(path.length() > 100 ? path.substring(0, 100) + "…" : path));
                }
                operation(path.substring("/api/".length()), request, response);
            }
        }
    }

    private void operation(String name, ServerRequest request, ServerResponse response) throws Exception {
        // Who is not known learns nothing about which operations there are.
        Caller caller = known(request);
        BoundOperation<?, ?> operation = find(name);
        if (operation.operation().effect() != Operation.Effect.READ) {
            SameOrigin.require(request);
        }
        boolean upload = operation.operation().effect() == Operation.Effect.UPLOAD;
        BoundedBody.limit(request, upload ? MAX_UPLOAD : MAX_BODY);
        endpoint.handle(operation, caller, request, response);
    }

    private BoundOperation<?, ?> find(String name) {
        String[] parts = name.split("/", 3);
        if (parts.length == 2 && operations.knows(parts[0])) {
            return operations
                    .find(parts[0], parts[1])
                    .orElseThrow(() -> FaztException.notFound(
                            "there is no such operation: 'fazt %s --help' lists them".formatted(parts[0])));
        }
        throw FaztException.notFound(SitePlane.missing(parts[0]));
    }

    /** Lists what the caller may do: the command line makes its commands of it. */
    private void list(ServerRequest request, ServerResponse response) {
        byte[] document = json.writeValueAsBytes(Map.of("operations", operations.listings(known(request))));
        EntityTag.send(request, response, "application/json", document, EntityTag.of(document));
    }

    private Caller known(ServerRequest request) {
        Caller caller = caller(request);
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            throw FaztException.unauthenticated("the control API needs a token: make one with 'fazt token create'");
        }
        return caller;
    }

    private void require(ServerRequest request, String scope) {
        if (!known(request).may(new Scope(scope))) {
            throw FaztException.forbidden("the token lacks the scope '%s'".formatted(scope));
        }
    }

    private Caller caller(ServerRequest request) {
        return request.headers().contains(HeaderNames.AUTHORIZATION)
                ? credentials.verify(
                        request.headers().get(HeaderNames.AUTHORIZATION).get(), clients.address(request))
                : Caller.ANONYMOUS;
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(text.getBytes(StandardCharsets.UTF_8));
    }
}
