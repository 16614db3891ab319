package dev.fazt.host.server;

import dev.fazt.host.Sha256;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Base64;

/** Sends a JSON document unless the client has it already (RFC 9110, 13.1.2). What it depends on besides the address is who asks. */
final class EntityTag {
    private static final int BYTES = 16;

    private EntityTag() {}

    /** Returns the strong tag of a document: the beginning of its SHA-256. */
    private static String of(byte[] document) {
        byte[] hash = Sha256.digest().digest(document);
        return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES)) + "\"";
    }

    /** Sends the document, or says that the client has it. */
    static void send(ServerRequest request, ServerResponse response, byte[] document) {
        String tag = of(document);
        response.header(HeaderNames.ETAG, tag)
                .header(HeaderNames.CACHE_CONTROL, "private, no-cache")
                .header(HeaderNames.VARY, "Authorization, Cookie");
        if (isKnown(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(document);
        }
    }

    private static boolean isKnown(ServerRequest request, String tag) {
        return request.headers().contains(HeaderNames.IF_NONE_MATCH)
                && request.headers().get(HeaderNames.IF_NONE_MATCH).allValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", 50)))
                        .map(String::strip)
                        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                        .anyMatch(known -> known.equals(tag) || known.equals("*"));
    }
}
