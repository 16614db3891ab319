package dev.fazt.host.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Is what someone sees who comes to this server by a name that belongs to no site: most often its owner, on the first day. */
final class UnknownHostPage {
    private static final byte[] BODY = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>No site here yet</title>
            <style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1rem}</style>
            <h1>No site here yet</h1>
            <p>This server is running, and it has no site of this name.</p>
            <p>If it is yours:</p>
            <ol>
            <li>Publish a folder: <code>fazt site deploy FOLDER --name NAME</code>. The command prints the address.</li>
            <li>Was the server started with the right name? <code>fazt server status</code> shows the domain that it serves;
            <code>--domain</code> sets it.</li>
            <li>For a name of your own: <code>fazt site domain add NAME example.org</code>.</li>
            </ol>
            """.getBytes(StandardCharsets.UTF_8);

    private UnknownHostPage() {}

    static void send(ServerRequest request, ServerResponse response) {
        response.status(Status.NOT_FOUND_404)
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Robots-Tag", "noindex")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(BODY.length);
            response.send();
        } else {
            response.send(BODY);
        }
    }
}
