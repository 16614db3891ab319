package dev.fazt.api.http;

import io.helidon.common.GenericType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.spi.Sink;

/**
 * Takes an answer that was made in advance to the connection as it is: status line, headers and body in one array, which is not
 * changed any more. It is had by {@code response.sink(WholeAnswer.TYPE)} for requests that {@link #fits}, and takes one array.
 *
 * <p>This spares putting headers together and copying the body, which is most of what a small answer costs. Headers and status
 * that are set on the response are not sent; they only tell others, such as statistics, what was. Not thread-safe.
 */
public interface WholeAnswer extends Sink<byte[]> {
    /** Asks a response for it. */
    GenericType<WholeAnswer> TYPE = GenericType.create(WholeAnswer.class);

    /** Does nothing: the answer is complete with the array. */
    @Override
    default void close() {}

    /**
     * Tells whether a request may be answered so: a GET of HTTP/1.1, on the site's own host, whose connection stays open. To
     * others, the host or the server adds headers of its own.
     */
    static boolean fits(SiteRequest site, ServerRequest request) {
        HttpPrologue prologue = request.prologue();
        ServerRequestHeaders headers = request.headers();
        return site.basePath().isEmpty()
                && site.preview().isEmpty()
                && prologue.method().equals(Method.GET)
                && prologue.protocolVersion().equals("1.1")
                && !(headers.contains(HeaderNames.CONNECTION) && headers.containsToken(HeaderValues.CONNECTION_CLOSE))
                && !request.content().hasEntity();
    }
}
