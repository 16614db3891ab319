package dev.fazt.plugin.analytics;

import dev.fazt.api.event.RequestServed;
import dev.fazt.api.http.SiteRequest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.util.function.Consumer;

/** Captures a page view of each request that was one. Runs on request threads, for every request: it parses nothing. */
final class ViewCounter implements Consumer<RequestServed> {
    private final EventBuffer<Hit> buffer;
    private final Clock clock;
    private final SharedTexts texts = new SharedTexts();

    ViewCounter(EventBuffer<Hit> buffer, Clock clock) {
        this.buffer = buffer;
        this.clock = clock;
    }

    @Override
    public void accept(RequestServed served) {
        ServerRequest request = served.request();
        SiteRequest site = served.site();
        Headers headers = request.headers();
        // Who looks at a preview is no visitor.
        if (!site.preview().isEmpty()) {
            return;
        }
        if (!PageViewRule.isView(
                request.prologue().method().text(),
                served.response().status().code(),
                site.path(),
                headers,
                served.response().headers())) {
            return;
        }
        buffer.add(new Hit(
                site.site().name(),
                Hit.PAGE_VIEW,
                Hit.Source.SERVER,
                clock.millis(),
                texts.share(site.path()),
                request.prologue().hasQuery() ? request.query().rawValue() : "",
                texts.share(PageViewRule.text(headers, HeaderNames.REFERER)),
                texts.share(request.authority()),
                site.address(),
                texts.share(PageViewRule.text(headers, HeaderNames.USER_AGENT)),
                PageViewRule.asksForPrivacy(headers),
                null));
    }
}
