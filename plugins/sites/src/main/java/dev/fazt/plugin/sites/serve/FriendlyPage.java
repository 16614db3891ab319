package dev.fazt.plugin.sites.serve;

import dev.fazt.api.Site;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Is a small page of our own, shown where a site has none. */
final class FriendlyPage {
    private static final Header HTML =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private static final FriendlyPage NOT_FOUND = new FriendlyPage(
            Status.NOT_FOUND_404, "Page not found", "There is nothing at this address. <a href=\"./\">Look one level up</a>.");
    private static final FriendlyPage BAD_PATH = new FriendlyPage(
            Status.BAD_REQUEST_400, "Bad address", "This address can not be that of a page: check how it is spelled.");
    private static final FriendlyPage METHOD_NOT_ALLOWED = new FriendlyPage(
            Status.METHOD_NOT_ALLOWED_405, "Method not allowed", "The pages of this site can only be read.");

    private static final FriendlyPage GONE =
            new FriendlyPage(Status.GONE_410, "Page removed", "What was at this address has been removed for good.");
    private static final FriendlyPage UNAVAILABLE = new FriendlyPage(
            Status.create(451), "Unavailable for legal reasons", "This page may not be shown, for legal reasons.");

    private final Status status;
    private final byte[] body;

    private FriendlyPage(Status status, String title, String text) {
        this.status = status;
        this.body = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
            <h1>%1$s</h1>
            <p>%2$s</p>
            """.formatted(title, text).getBytes(StandardCharsets.UTF_8);
    }

    static FriendlyPage notFound() {
        return NOT_FOUND;
    }

    static FriendlyPage badPath() {
        return BAD_PATH;
    }

    static FriendlyPage methodNotAllowed() {
        return METHOD_NOT_ALLOWED;
    }

    /** Stands in where a rule says 404, 410 or 451 and the page that it names is not there. */
    static FriendlyPage gone(int status) {
        return switch (status) {
            case 410 -> GONE;
            case 451 -> UNAVAILABLE;
            default -> NOT_FOUND;
        };
    }

    /** Tells the owner of a site without a deploy what to do. The name of a site needs no escaping. */
    static FriendlyPage noDeploy(Site site) {
        return new FriendlyPage(
                Status.NOT_FOUND_404,
                "Nothing is deployed here yet",
                "To show a folder of yours here, run <code>fazt site deploy FOLDER --name %s</code>.".formatted(site.name()));
    }

    void send(ServerRequest request, ServerResponse response) {
        response.status(status)
                .header(HTML)
                .header(NO_STORE)
                .header(SecurityHeaders.NO_SNIFF)
                .header(SecurityHeaders.REFERRER);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(body.length);
            response.send();
        } else {
            response.send(body);
        }
    }
}
