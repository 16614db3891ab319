package dev.fazt.host.listener;

import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.HttpService;
import java.util.function.Supplier;

/**
 * Hands a routing of our own to the listener, which wants a builder of one.
 *
 * <p>Adding it beside the listener's own is not enough: the two would be kept in a map without order, and either could win.
 */
final class FixedRouting implements HttpRouting.Builder {
    private final HttpRouting routing;

    FixedRouting(HttpRouting routing) {
        this.routing = routing;
    }

    @Override
    public HttpRouting build() {
        return routing;
    }

    @Override
    public HttpRouting.Builder copy() {
        return this;
    }

    @Override
    public HttpRouting.Builder register(HttpService... services) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder register(String path, HttpService... services) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder route(HttpRoute route) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder addFilter(Filter filter) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder addFeature(Supplier<? extends HttpFeature> feature) {
        throw fixed();
    }

    @Override
    public <T extends Throwable> HttpRouting.Builder error(Class<T> type, ErrorHandler<? super T> handler) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder maxReRouteCount(int count) {
        throw fixed();
    }

    @Override
    public HttpRouting.Builder security(HttpSecurity security) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("the routing is fixed: it finds its handlers by itself");
    }
}
