package dev.fazt.host.server;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.event.RequestServed;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.host.plugin.EventBus;
import dev.fazt.host.plugin.InFlight;
import dev.fazt.host.plugin.PublishedPlugins;
import dev.fazt.host.security.Credentials;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;

/**
 * Serves the sites: {@code /_fazt/<plugin>/…} by the plugins' services, everything else by the one plugin that serves content.
 *
 * <p>The routing table is one immutable snapshot behind a volatile field: a request reads it once.
 */
final class SitePlane {
    private static final String ENDPOINTS = "/_fazt/";
    /** Above what any plugin takes, so that each can refuse in its own words. */
    private static final long MAX_BODY = 2 << 20;
    private static final Header SANDBOX =
            HeaderValues.create("Content-Security-Policy", "sandbox allow-scripts allow-forms allow-popups");
    private static final Header NO_INDEX = HeaderValues.createCached("X-Robots-Tag", "noindex");
    private static final HeaderName ALLOW_ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
    private static final HeaderName ALLOW_METHODS = HeaderNames.create("Access-Control-Allow-Methods");
    private static final HeaderName ALLOW_HEADERS = HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName EXPOSE_HEADERS = HeaderNames.create("Access-Control-Expose-Headers");

    private final Credentials credentials;
    private final Clients clients;
    private final Problems problems;
    private final EventBus events;
    private final BodyRoom bodies = new BodyRoom();
    private volatile PublishedPlugins plugins = PublishedPlugins.NONE;

    SitePlane(Credentials credentials, Clients clients, Problems problems, EventBus events) {
        this.credentials = credentials;
        this.clients = clients;
        this.problems = problems;
        this.events = events;
    }

    /** Puts a new snapshot in place of the old. */
    void publish(PublishedPlugins plugins) {
        this.plugins = plugins;
    }

    /** Mounts a service twice: on the sites' own hosts, and below {@code /~site} of the control host. */
    HttpRouting mount(String id, HttpService service) {
        return HttpRouting.builder()
                .register(ENDPOINTS + id, service)
                // Nested: a pattern that goes to the end of a prefix takes the slash after it too, and "/" would not match.
                .register("/~{site}", (HttpService) rules -> rules.register(ENDPOINTS + id, service))
                .error(Throwable.class, (request, response, e) -> problems.answer(request, response, explained(request, e), id))
                .build();
    }

    private static Throwable explained(ServerRequest request, Throwable e) {
        return request.context().get(InFlight.Call.class).map(call -> call.explain(e)).orElse(e);
    }

    /**
     * Handles a request to a site.
     *
     * @param preview which deploy of the site; empty for what visitors see
     * @param basePath empty, or {@code /~name} on the control host
     */
    void route(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            Site site,
            String preview,
            String basePath)
            throws Exception {
        if (!preview.isEmpty()) {
            // Not part of any plugin's answer: whatever answers on this address, search engines are to stay away.
            response.beforeSend(() -> response.header(NO_INDEX));
        }
        if (!basePath.isEmpty()) {
            sandbox(response);
            if (request.prologue().method().text().equals("OPTIONS")
                    && request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
                response.status(Status.NO_CONTENT_204).send();
                return;
            }
        }
        String raw = request.prologue().uriPath().rawPath();
        String path = raw.substring(basePath.length());
        String address = clients.address(request);
        SiteRequest siteRequest =
                new SiteRequest(site, caller(request, address), address, basePath, path.isEmpty() ? "/" : path, preview);
        request.context().register(siteRequest);
        if (path.startsWith(ENDPOINTS)) {
            endpoint(connection, request, response, path);
        } else {
            content(request, response, siteRequest);
        }
    }

    /**
     * Gives the page an origin of its own, although it comes from the control host's: it can not reach the dashboard. For the same
     * reason its own requests count as cross-origin and need leave, which is given to everyone: no cookie ever counts here.
     */
    private static void sandbox(RoutingResponse response) {
        // Added to a policy of the page's own: a browser keeps to both.
        response.beforeSend(() -> response.headers().add(SANDBOX));
        response.beforeSend(() -> response.header(ALLOW_ORIGIN, "*")
                .header(ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
                .header(ALLOW_HEADERS, "Authorization, Content-Type, Accept, If-Match, If-None-Match, Idempotency-Key, Prefer")
                .header(EXPOSE_HEADERS, "ETag, Location, Retry-After"));
    }

    private Caller caller(RoutingRequest request, String address) {
        return request.headers().contains(HeaderNames.AUTHORIZATION)
                ? credentials.verify(request.headers().get(HeaderNames.AUTHORIZATION).get(), address)
                : Caller.ANONYMOUS;
    }

    private void endpoint(
            ConnectionContext connection, RoutingRequest request, RoutingResponse response, String path) {
        int end = path.indexOf('/', ENDPOINTS.length());
        String id = path.substring(ENDPOINTS.length(), end < 0 ? path.length() : end);
        PublishedPlugins.Service service = plugins.services().get(id);
        if (service == null) {
            throw FaztException.notFound(missing(id));
        }
        BoundedBody.limit(request, MAX_BODY);
        int room = bodies.enter(request, MAX_BODY);
        try (InFlight.Call call = service.inFlight().enter(() -> hasBegun(response))) {
            request.context().register(call);
            service.routing().route(connection, request, response);
        } finally {
            bodies.leave(room);
        }
    }

    private static boolean hasBegun(RoutingResponse response) {
        return response.isSent() || response.hasEntity();
    }

    /** Says which plugin is missing. The id comes from the request, so it is repeated only if it can be one. */
    static String missing(String id) {
        return id.matches("[a-z][a-z0-9-]{0,62}")
                ? "the plugin '%s' is not running: 'fazt plugin list' tells why, and 'fazt plugin install' installs it".formatted(id)
                : "there is no such plugin";
    }

    private void content(RoutingRequest request, RoutingResponse response, SiteRequest siteRequest) throws Exception {
        PublishedPlugins.Content content = plugins.content()
                .orElseThrow(() -> FaztException.notFound("no plugin serves the content of sites: " + missing("sites")));
        BoundedBody.limit(request, MAX_BODY);
        if (served(content, request, response)) {
            events.publish(new RequestServed(siteRequest, request, response));
        }
    }

    private boolean served(PublishedPlugins.Content content, RoutingRequest request, RoutingResponse response) {
        try (InFlight.Call call = content.inFlight().enter(() -> hasBegun(response))) {
            try {
                content.handler().handle(request, response);
                return true;
            } catch (CloseConnectionException e) {
                throw e;
            } catch (Throwable e) {
                problems.answer(request, response, call.explain(e), content.inFlight().plugin());
                return false;
            }
        }
    }
}
