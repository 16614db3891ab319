package dev.fazt.api.event;

import dev.fazt.api.http.SiteRequest;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * The content of a site was served: published for each request to a site outside {@code /_fazt/}, after the answer was sent.
 *
 * <p>Request and response are for reading their headers, status and query during the delivery of the event only.
 */
public record RequestServed(SiteRequest site, ServerRequest request, ServerResponse response) implements Event {}
