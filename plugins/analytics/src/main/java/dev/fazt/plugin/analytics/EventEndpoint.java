package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztException;
import dev.fazt.api.http.SiteRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes events from scripts: {@code POST /_fazt/analytics/event}, as JSON, which {@code navigator.sendBeacon} may call
 * {@code text/plain}. Anyone may send them. The answer 202 means that the event is in memory and on its way.
 *
 * <p>A page view that the server counted itself within the last {@value RecentViews#WINDOW_MILLIS} milliseconds, of the same
 * visitor and path, is accepted and not counted again.
 */
final class EventEndpoint implements HttpService {
    private static final int LARGEST_BODY = 16 * 1_024;

    private final EventBuffer<Hit> buffer;
    private final Clock clock;
    private final JsonMapper json;

    EventEndpoint(EventBuffer<Hit> buffer, Clock clock, JsonMapper json) {
        this.buffer = buffer;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/event", this::take);
    }

    private void take(ServerRequest request, ServerResponse response) {
        Headers headers = request.headers();
        requireJson(PageViewRule.text(headers, HeaderNames.CONTENT_TYPE));
        EventPayload payload = EventPayload.parse(body(request), json);
        SiteRequest site = SiteRequest.of(request);
        buffer.add(new Hit(
                site.site().name(),
                payload.name(),
                Hit.Source.SCRIPT,
                clock.millis(),
                within(site.basePath(), payload.url().path()),
                payload.url().query(),
                payload.referrer(),
                request.authority(),
                site.address(),
                PageViewRule.text(headers, HeaderNames.USER_AGENT),
                PageViewRule.asksForPrivacy(headers),
                payload.props()));
        response.status(Status.ACCEPTED_202)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send("ok");
    }

    private static void requireJson(String contentType) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.equals("application/json") && !type.equals("text/plain")) {
            throw FaztException.unsupportedMediaType(
                    "'%s' is not understood here: send application/json or text/plain".formatted(type));
        }
    }

    private static byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw FaztException.tooLarge("the event is larger than %d bytes".formatted(LARGEST_BODY));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes off what the control host puts before a site's own paths, so that a page has one path wherever it is seen. */
    private static String within(String basePath, String path) {
        if (basePath.isEmpty() || !path.startsWith(basePath)) {
            return path;
        }
        String rest = path.substring(basePath.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
    }
}
