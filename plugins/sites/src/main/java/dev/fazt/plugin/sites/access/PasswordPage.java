package dev.fazt.plugin.sites.access;

import dev.fazt.api.http.SiteRequest;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Is the page that asks for what a visitor needs. It works without scripts. */
public final class PasswordPage {
    private static final Header HTML = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header NO_SNIFF = HeaderValues.createCached(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    private static final Header REFERRER = HeaderValues.createCached("Referrer-Policy", "no-referrer");
    private static final Header NO_INDEX = HeaderValues.createCached("X-Robots-Tag", "noindex");
    private static final Header CHALLENGE = HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"site\"");
    private static final Header POLICY = HeaderValues.createCached(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");

    private PasswordPage() {}

    /** Refuses a request with what would open it. */
    public static void send(AccessGate.Verdict verdict, SiteRequest site, ServerRequest request, ServerResponse response) {
        String text = verdict == AccessGate.Verdict.TOKEN
                ? "<p>This part of the site is private. It opens with a link that its owner shares, or with a token.</p>"
                : site.basePath().isEmpty()
                        ? form("", address(site, request))
                        : "<p>This site has a password, which can only be asked for on a host name of the site's own.</p>";
        send(Status.UNAUTHORIZED_401, text, request, response);
    }

    /** Asks again after a wrong password. */
    static void again(String to, ServerRequest request, ServerResponse response) {
        send(Status.UNAUTHORIZED_401, form(" That was not it.", to), request, response);
    }

    /** Says that a link opens nothing. */
    static void ended(ServerRequest request, ServerResponse response) {
        send(Status.GONE_410, "<p>This link has ended. Ask who sent it for a new one.</p>", request, response);
    }

    private static String address(SiteRequest site, ServerRequest request) {
        String query = request.query().rawValue();
        return query.isEmpty() ? site.path() : site.path() + "?" + query;
    }

    private static String form(String remark, String to) {
        return """
                <p>This site needs a password.%s</p>
                <form method="post" action="/_fazt/sites/login">
                <input type="hidden" name="to" value="%s">
                <p><label>Password<br><input type="password" name="password" required autofocus autocomplete="current-password"></label></p>
                <p><button>Open</button></p>
                </form>
                """.formatted(
                remark, to.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    private static void send(Status status, String text, ServerRequest request, ServerResponse response) {
        byte[] body = """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Not public</title>
                <style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
                <h1>Not public</h1>
                %s
                """.formatted(text).getBytes(StandardCharsets.UTF_8);
        response.status(status)
                .header(HTML)
                .header(NO_STORE)
                .header(NO_SNIFF)
                .header(REFERRER)
                .header(NO_INDEX)
                .header(POLICY);
        if (status.equals(Status.UNAUTHORIZED_401)) {
            response.header(CHALLENGE);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(body.length);
            response.send();
        } else {
            response.send(body);
        }
    }
}
