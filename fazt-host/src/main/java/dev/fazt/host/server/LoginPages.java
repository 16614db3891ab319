package dev.fazt.host.server;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.host.security.Credentials;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Shows the pages on which the owner logs in and out. */
final class LoginPages {
    private static final int LARGEST_FORM = 8_192;

    private final Credentials credentials;
    private final Clients clients;

    LoginPages(Credentials credentials, Clients clients) {
        this.credentials = credentials;
        this.clients = clients;
    }

    void login(ServerRequest request, ServerResponse response) {
        switch (request.prologue().method().text()) {
            case "GET" -> form(response, Status.OK_200, "");
            case "POST" -> submit(request, response);
            default -> notAllowed(response, "GET, POST");
        }
    }

    private void submit(ServerRequest request, ServerResponse response) {
        SameOrigin.require(request);
        BoundedBody.limit(request, LARGEST_FORM);
        String password = request.content().as(Parameters.class).first("password").orElse("");
        String secret;
        try {
            secret = credentials.login(password, clients.address(request), agent(request));
        } catch (FaztException refused) {
            if (refused.fault() instanceof Fault.Busy busy) {
                response.header(HeaderNames.RETRY_AFTER, Long.toString(busy.retryAfter().toSeconds()));
            } else if (!(refused.fault() instanceof Fault.Forbidden)) {
                throw refused;
            }
            form(response, Status.create(refused.fault().status()), refused.getMessage());
            return;
        }
        boolean secure = clients.isSecure(request);
        SessionCookie.secrets(request, secure).forEach(old -> credentials.logout(old, clients.address(request)));
        SessionCookie.set(response, secret, secure);
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, "/").send();
    }

    void logout(ServerRequest request, ServerResponse response) {
        if (!request.prologue().method().text().equals("POST")) {
            notAllowed(response, "POST");
            return;
        }
        SameOrigin.require(request);
        boolean secure = clients.isSecure(request);
        SessionCookie.secrets(request, secure).forEach(secret -> credentials.logout(secret, clients.address(request)));
        SessionCookie.clear(response, secure);
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, "/login").send();
    }

    static String agent(ServerRequest request) {
        return request.headers().first(HeaderNames.USER_AGENT).orElse("");
    }

    static void notAllowed(ServerResponse response, String allowed) {
        response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, allowed).send();
    }

    private static void form(ServerResponse response, Status status, String message) {
        Page.send(response, status, "Log in - Fazt", """
                <h1>Log in</h1>
                %s
                <form method="post" action="/login">
                  <input type="hidden" name="username" value="owner" autocomplete="username">
                  <p><label>Password of the owner<br>
                  <input type="password" name="password" maxlength="1000" required autofocus autocomplete="current-password"></label></p>
                  <p><button>Log in</button></p>
                </form>
                """.formatted(message.isEmpty() ? "" : "<p role=\"alert\">" + Page.escaped(message) + "</p>"));
    }
}
