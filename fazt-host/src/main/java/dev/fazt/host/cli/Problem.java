package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Is a refusal of the server (RFC 9457).
 *
 * @param details what is wrong with which field, one line each
 */
record Problem(int status, String detail, List<String> details) {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_LINE = 200;

    static Problem of(HttpResponse<InputStream> response) {
        int status = response.statusCode();
        String text = text(response);
        try {
            return of(status, text);
        } catch (JacksonException e) {
            // Not a problem document, so perhaps not even a Fazt server: what it says is passed on if it is short.
            String line = text.lines().findFirst().filter(first -> first.length() <= LONGEST_LINE).orElse("");
            String address = String.valueOf(response.uri());
            return new Problem(status, "%s answered with status %d: %s".formatted(address, status, line), List.of());
        }
    }

    /**
     * Reads a problem document.
     *
     * @throws JacksonException if it is none
     */
    static Problem of(int status, String document) {
        JsonNode body = ServerClient.JSON.readTree(document);
        String detail = body.path("detail").asString(body.path("title").asString(""));
        List<String> details = new ArrayList<>();
        for (JsonNode error : body.path("errors")) {
            details.add(error.path("field").asString("") + ": " + error.path("message").asString(""));
        }
        return new Problem(status, detail, details);
    }

    private static String text(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "the answer broke off";
        }
    }

    CommandFailure failure(Connection connection) {
        String text = detail.isEmpty()
                ? "%s answered with status %d: is it a Fazt server?".formatted(connection.base(), status)
                : detail;
        boolean notAllowed = status == 401 || status == 403;
        if (notAllowed && connection.token().isEmpty()) {
            text += " (no token was given: use 'fazt remote add', FAZT_TOKEN or --token-file)";
        }
        StringBuilder lines = new StringBuilder(Shell.plain(text));
        // One error is the detail itself; only several need lines of their own.
        if (details.size() > 1) {
            details.forEach(line -> lines.append(System.lineSeparator()).append("  ").append(Shell.plain(line)));
        }
        return new CommandFailure(notAllowed ? ExitCode.NOT_ALLOWED : ExitCode.FAILED, lines.toString());
    }
}
