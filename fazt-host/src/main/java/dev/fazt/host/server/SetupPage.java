package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import dev.fazt.host.security.Credentials;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Shows the pages on which someone who holds the one-time link becomes the owner. They work without scripts. */
final class SetupPage {
    private final Credentials credentials;
    private final Clients clients;

    SetupPage(Credentials credentials, Clients clients) {
        this.credentials = credentials;
        this.clients = clients;
    }

    void home(ServerResponse response) {
        page(response, Status.OK_200, credentials.setupCode().isPresent()
                ? "<h1>Fazt is running</h1><p>Nobody owns this server yet: open the link that <code>fazt server start</code> printed.</p>"
                : "<h1>Fazt is running</h1><p>Publish a folder with <code>fazt site deploy FOLDER --name blog</code>, "
                        + "and see what there is with <code>fazt site list</code>.</p>");
    }

    void handle(ServerRequest request, ServerResponse response) {
        if (credentials.setupCode().isEmpty()) {
            throw FaztException.conflict("this server has an owner already: the link works once");
        }
        switch (request.prologue().method().text()) {
            case "GET" -> form(response, request.query().first("code").orElse(""));
            case "POST" -> submit(request, response);
            default -> response.status(Status.METHOD_NOT_ALLOWED_405)
                    .header(HeaderNames.ALLOW, "GET, POST")
                    .send();
        }
    }

    private void submit(ServerRequest request, ServerResponse response) {
        BoundedBody.limit(request, 8_192);
        Parameters form = request.content().as(Parameters.class);
        credentials.becomeOwner(
                form.first("code").orElse(""), form.first("password").orElse(""), clients.address(request));
        page(response, Status.OK_200, "<h1>You own this server now</h1><p>Your name is <code>owner</code>. "
                + "Make a token for your tools with <code>fazt token create</code>.</p>");
    }

    private static void form(ServerResponse response, String code) {
        page(response, Status.OK_200, """
                <h1>Become the owner</h1>
                <form method="post" action="/setup">
                  <input type="hidden" name="code" value="%s">
                  <p><label>Password, 10 characters or more<br>
                  <input type="password" name="password" minlength="10" maxlength="1000" required autofocus
                         autocomplete="new-password"></label></p>
                  <p><button>Become the owner</button></p>
                </form>
                """.formatted(code.replaceAll("[^A-Za-z0-9_-]", "")));
    }

    private static void page(ServerResponse response, Status status, String body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                                + "content=\"width=device-width\"><title>Fazt</title><body>" + body)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
