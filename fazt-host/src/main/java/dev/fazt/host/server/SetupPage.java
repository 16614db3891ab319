package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import dev.fazt.host.security.Credentials;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Shows the pages on which someone who holds the one-time link becomes the owner. */
final class SetupPage {
    private static final int LARGEST_FORM = 8_192;

    private final Credentials credentials;
    private final Clients clients;

    SetupPage(Credentials credentials, Clients clients) {
        this.credentials = credentials;
        this.clients = clients;
    }

    void handle(ServerRequest request, ServerResponse response) {
        if (credentials.owner().setupCode().isEmpty()) {
            throw FaztException.conflict("this server has an owner already: the link works once");
        }
        switch (request.prologue().method().text()) {
            case "GET" -> form(response, request.query().first("code").orElse(""));
            case "POST" -> submit(request, response);
            default -> LoginPages.notAllowed(response, "GET, POST");
        }
    }

    private void submit(ServerRequest request, ServerResponse response) {
        SameOrigin.require(request);
        BoundedBody.limit(request, LARGEST_FORM);
        Parameters form = request.content().as(Parameters.class);
        String secret = credentials.become(
                form.first("code").orElse(""),
                form.first("password").orElse(""),
                clients.address(request),
                LoginPages.agent(request));
        SessionCookie.set(response, secret, clients.isSecure(request));
        Page.send(response, Status.OK_200, "Fazt", "<h1>You own this server now</h1><p>Your name is <code>owner</code>. "
                + "Make a token for your tools with <code>fazt token create</code>.</p><p><a href=\"/\">Go on</a></p>");
    }

    private static void form(ServerResponse response, String code) {
        Page.send(response, Status.OK_200, "Become the owner - Fazt", """
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
}
