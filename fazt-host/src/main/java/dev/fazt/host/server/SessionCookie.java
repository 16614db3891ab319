package dev.fazt.host.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Carries the secret of a session to the browser and back (RFC 6265bis): for this host alone, unseen by scripts, and with no request
 * that a page of another site makes.
 */
final class SessionCookie {
    private static final String PLAIN = "fazt_session";
    /** Browsers take a cookie of such a name only by TLS, from the host itself, for all paths. */
    private static final String SECURE = "__Host-" + PLAIN;

    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final int MOST = 5;

    private SessionCookie() {}

    /**
     * Returns the secrets that the browser sent, most often one: a page of a neighbouring host may have planted another beside it.
     *
     * @param secure whether the client speaks TLS
     */
    static List<String> secrets(ServerRequest request, boolean secure) {
        if (!request.headers().contains(HeaderNames.COOKIE)) {
            return List.of();
        }
        String start = (secure ? SECURE : PLAIN) + "=";
        return request.headers().get(HeaderNames.COOKIE).allValues().stream()
                .flatMap(value -> Arrays.stream(value.split(";", 200)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .limit(MOST)
                .toList();
    }

    static void set(ServerResponse response, String secret, boolean secure) {
        send(response, secret, LIFETIME, secure);
    }

    static void clear(ServerResponse response, boolean secure) {
        send(response, "", Duration.ZERO, secure);
    }

    private static void send(ServerResponse response, String secret, Duration age, boolean secure) {
        response.header(HeaderNames.SET_COOKIE, "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(secure ? SECURE : PLAIN, secret, age.toSeconds(), secure ? "; Secure" : ""));
    }
}
