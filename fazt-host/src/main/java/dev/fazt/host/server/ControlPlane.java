package dev.fazt.host.server;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.observe.MetricsPage;
import dev.fazt.host.openapi.OpenApiDocument;
import dev.fazt.host.operation.BoundOperation;
import dev.fazt.host.operation.OperationEndpoint;
import dev.fazt.host.operation.OperationRegistry;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.security.Identity;
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
 * Serves the control host: health, metrics, the pages of the owner, and the operations. Everything but health, becoming the owner
 * and logging in needs a credential.
 */
final class ControlPlane {
    private static final long MAX_UPLOAD = 1L << 30;
    private static final long MAX_BODY = 1 << 20;

    private final Callers callers;
    private final SetupPage setup;
    private final LoginPages login;
    private final HomePage home;
    private final MetricsPage metrics;
    private final BooleanSupplier ready;
    private final JsonMapper json;
    private final AuditLog audit;
    private final OperationEndpoint endpoint;
    private volatile Published published;

    /** Is what the plugins of the moment can do. */
    private record Published(OperationRegistry operations, OpenApiDocument document) {}

    ControlPlane(
            Credentials credentials,
            Clients clients,
            AuditLog audit,
            HomePage home,
            MetricsPage metrics,
            BooleanSupplier ready,
            JsonMapper json,
            Problems problems) {
        this.callers = new Callers(credentials, clients);
        this.setup = new SetupPage(credentials, clients);
        this.login = new LoginPages(credentials, clients);
        this.home = home;
        this.metrics = metrics;
        this.ready = ready;
        this.json = json;
        this.audit = audit;
        this.endpoint = new OperationEndpoint(audit, (request, thrown) -> problems.explain(request, thrown, "host"));
        this.published = published(new OperationRegistry(List.of(), json));
    }

    /** Puts the operations that there are from now on in place of those before. A request sees the one or the other. */
    void publish(OperationRegistry operations) {
        published = published(operations);
    }

    private Published published(OperationRegistry operations) {
        return new Published(operations, new OpenApiDocument(operations, json));
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
            case "/api/openapi.json" -> {
                callers.known(request);
                EntityTag.send(request, response, published.document().json());
            }
            case "/" -> home.send(response, callers.of(request));
            case "/setup" -> setup.handle(request, response);
            case "/login" -> login.login(request, response);
            case "/logout" -> login.logout(request, response);
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
        Identity identity = callers.known(request);
        BoundOperation<?, ?> bound = find(name);
        Operation<?, ?> operation = bound.operation();
        if (operation.effect() != Operation.Effect.READ) {
            try {
                Callers.requireOwnPage(request, identity);
            } catch (FaztException forged) {
                audit.refused(identity.doing(operation.name(), ""), forged.fault().status());
                throw forged;
            }
        }
        BoundedBody.limit(request, operation.effect() == Operation.Effect.UPLOAD ? MAX_UPLOAD : MAX_BODY);
        endpoint.handle(bound, identity, request, response);
    }

    private BoundOperation<?, ?> find(String name) {
        String[] parts = name.split("/", 3);
        OperationRegistry operations = published.operations();
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
        Caller caller = callers.known(request).caller();
        byte[] document = json.writeValueAsBytes(Map.of("operations", published.operations().listings(caller)));
        EntityTag.send(request, response, document);
    }

    private void require(ServerRequest request, String scope) {
        if (!callers.known(request).caller().may(new Scope(scope))) {
            throw FaztException.forbidden("the token lacks the scope '%s'".formatted(scope));
        }
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(text.getBytes(StandardCharsets.UTF_8));
    }
}
