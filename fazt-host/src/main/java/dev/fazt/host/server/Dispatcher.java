package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.host.domain.DomainName;
import dev.fazt.host.domain.Domains;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes each request from the listener and hands it to the plane that it addresses.
 *
 * <p>It stands in the place of Helidon's own routing, which can not change while the server runs and compares route by route; here
 * a hash look-up finds the site and the plugin, and Helidon's matchers work only inside one plugin.
 */
final class Dispatcher implements HttpRouting {
    /** Is how much of a body that nobody wanted is taken, so that the connection can be kept. */
    private static final long MOST_LEFT = 64 << 10;

    private static final HttpSecurity NO_SECURITY = HttpRouting.create().security();

    private final Hosts hosts;
    private final Domains domains;
    private final Sites sites;
    private final SitePlane sitePlane;
    private final ControlPlane controlPlane;
    private final Problems problems;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private volatile boolean draining;

    Dispatcher(Hosts hosts, Domains domains, Sites sites, SitePlane sitePlane, ControlPlane controlPlane, Problems problems) {
        this.hosts = hosts;
        this.domains = domains;
        this.sites = sites;
        this.sitePlane = sitePlane;
        this.controlPlane = controlPlane;
        this.problems = problems;
    }

    @Override
    public void route(ConnectionContext connection, RoutingRequest request, RoutingResponse response) {
        inFlight.incrementAndGet();
        try {
            dispatch(connection, request, response);
            response.commit(); // ends an answer that was streamed
            if (!response.isSent()) {
                throw new IllegalStateException("the handler sent no answer");
            }
        } catch (CloseConnectionException e) {
            throw e; // the client is gone, or the connection is of no more use: the listener's business
        } catch (Throwable e) {
            problems.answer(request, response, e, "host");
        } finally {
            requests.increment();
            inFlight.decrementAndGet();
        }
        if (response.headers().contains(HeaderNames.CONNECTION) && response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the client or the server wanted this to be the last answer");
        }
        if (leavesBodyBehind(request)) {
            throw new CloseConnectionException("the body was not wanted");
        }
    }

    /**
     * Tells whether the connection is of no more use since nobody has read the body: it is large, or the client was never told to send it.
     * Helidon takes such a client at its word, and would read what it sends nevertheless as the next request.
     */
    private static boolean leavesBodyBehind(RoutingRequest request) {
        return request.content().hasEntity()
                && !request.content().consumed()
                && (request.headers().contains(HeaderNames.EXPECT) || request.headers().contentLength().orElse(Long.MAX_VALUE) > MOST_LEFT);
    }

    private void dispatch(ConnectionContext connection, RoutingRequest request, RoutingResponse response)
            throws Exception {
        if (draining) {
            response.header(HeaderNames.CONNECTION, "close");
            throw FaztException.busy("the server is stopping", Duration.ofSeconds(5));
        }
        switch (hosts.resolve(request.authority())) {
            case Hosts.Target.OfSite target -> sitePlane.route(
                    connection, request, response, target.site(), target.preview(), "");
            case Hosts.Target.Control control -> control(connection, request, response);
            case Hosts.Target.Elsewhere elsewhere -> redirect(elsewhere.host(), request, response);
            case Hosts.Target.Unknown unknown -> unknown(request, response);
        }
    }

    /** Leads to another host, with the scheme and the port that the visitor has already. */
    private static void redirect(DomainName host, RoutingRequest request, RoutingResponse response) {
        String authority = request.authority();
        String port = authority.substring(Hosts.hostOf(authority).length());
        String query = request.query().rawValue();
        response.status(Status.PERMANENT_REDIRECT_308)
                .header(
                        HeaderNames.LOCATION,
                        "//" + host + port + request.prologue().uriPath().rawPath() + (query.isEmpty() ? "" : "?" + query))
                .send();
    }

    private void unknown(RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().rawPath();
        Optional<String> proof = domains.proofAt(Hosts.hostOf(request.authority()), path);
        if (proof.isEmpty()) {
            UnknownHostPage.send(request, response);
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(proof.get().getBytes(StandardCharsets.UTF_8));
    }

    private void control(ConnectionContext connection, RoutingRequest request, RoutingResponse response)
            throws Exception {
        String path = request.prologue().uriPath().rawPath();
        if (!path.startsWith("/~")) {
            controlPlane.handle(request, response);
            return;
        }
        int slash = path.indexOf('/', 2);
        String name = path.substring(2, slash < 0 ? path.length() : slash);
        int at = name.indexOf('@');
        String preview = at < 0 ? "" : name.substring(at + 1);
        Site site = sites.find(at < 0 || preview.isEmpty() ? name : name.substring(0, at))
                .orElseThrow(() -> FaztException.notFound("there is no such site: 'fazt site list' shows them"));
        if (slash < 0) {
            response.status(Status.PERMANENT_REDIRECT_308)
                    .header(HeaderNames.LOCATION, "/~" + name + "/")
                    .send();
            return;
        }
        sitePlane.route(connection, request, response, site, preview, "/~" + name);
    }

    /** Answers new requests with 503 from now on. */
    void drain() {
        draining = true;
    }

    int inFlight() {
        return inFlight.get();
    }

    long requests() {
        return requests.sum();
    }

    @Override
    public HttpSecurity security() {
        return NO_SECURITY;
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStop() {}
}
