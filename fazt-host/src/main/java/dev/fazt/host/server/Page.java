package dev.fazt.host.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Is a page of the control host. Pages work without scripts. */
final class Page {
    private Page() {}

    static void send(ServerResponse response, Status status, String title, String body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send("""
                        <!doctype html>
                        <html lang="en">
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width">
                        <title>%s</title>
                        <body>
                        %s
                        """.formatted(escaped(title), body).getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a text that is one in HTML too, also within quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
