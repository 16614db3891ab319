package dev.fazt.plugin.docs;

import dev.fazt.plugin.docs.query.Moments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Is a document as it is stored.
 *
 * @param body a JSON object in compact form, without {@code id}, {@code created} and {@code updated}
 * @param created epoch milliseconds
 * @param updated epoch milliseconds
 * @param version grows with each change, and is never used again for another document of the same id
 */
record Document(String id, String body, long created, long updated, long version) {

    /** Returns the strong entity tag (RFC 9110, section 8.8.3). */
    String etag() {
        return "\"" + version + "\"";
    }

    /** Returns the JSON that callers see: the stored fields behind the three that the server keeps. */
    String json() {
        String first = Moments.text(Instant.ofEpochMilli(created));
        String last = created == updated ? first : Moments.text(Instant.ofEpochMilli(updated));
        StringBuilder json = new StringBuilder(body.length() + 140)
                .append("{\"id\":\"").append(id)
                .append("\",\"created\":\"").append(first)
                .append("\",\"updated\":\"").append(last).append('"');
        if (body.length() > 2) {
            json.append(',');
        }
        return json.append(body, 1, body.length()).toString();
    }

    byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }
}
