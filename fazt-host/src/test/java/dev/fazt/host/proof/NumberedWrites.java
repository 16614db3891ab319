package dev.fazt.host.proof;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes documents that carry a number, with the number as their idempotency key, and finds them again in the data file.
 *
 * @param token may write documents
 */
record NumberedWrites(String token) {
    /** Is the site whose documents they are. */
    static final String SITE = "audit";

    private static final String PADDING = "x".repeat(400);
    private static final String STORED = """
            SELECT CAST(body->>'number' AS INTEGER) AS number, body->>'text' AS text, COUNT(*) AS count
            FROM documents WHERE site = 'audit' AND collection = 'numbers' GROUP BY 1, 2""";

    /** Makes the site, and a token that outlives the server's run: keys belong to the one who sent them. */
    static NumberedWrites prepare(HttpPeer owner) throws IOException {
        owner.operation("site/create", Map.of("name", SITE));
        Map<String, String> wanted = Map.of("name", "audit", "scopes", "docs:read,docs:write");
        return new NumberedWrites(owner.operation("token/create", wanted).get("token").asString());
    }

    /** Writes one document. The same number makes the same document, once. */
    HttpResponse<String> write(HttpPeer peer, long number) throws IOException {
        byte[] body = "{\"number\":%d,\"text\":\"%s\"}".formatted(number, text(number)).getBytes(StandardCharsets.UTF_8);
        return peer.send(
                SITE + ".localhost", "POST", "/_fazt/docs/numbers", token, body,
                "Content-Type", "application/json", "Idempotency-Key", Long.toString(number));
    }

    private static String text(long number) {
        return number + PADDING;
    }

    /**
     * Returns how often each number is stored.
     *
     * @throws AssertionError if the file is damaged, or a document is not as it was written
     */
    static Map<Long, Integer> stored(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            try (ResultSet integrity = statement.executeQuery("PRAGMA integrity_check")) {
                if (!integrity.next() || !"ok".equals(integrity.getString(1))) {
                    throw new AssertionError("the data file is damaged: " + integrity.getString(1));
                }
            }
            Map<Long, Integer> stored = new HashMap<>();
            try (ResultSet rows = statement.executeQuery(STORED)) {
                while (rows.next()) {
                    long number = rows.getLong("number");
                    if (!text(number).equals(rows.getString("text"))) {
                        throw new AssertionError("document %d is not as it was written".formatted(number));
                    }
                    stored.merge(number, rows.getInt("count"), Integer::sum);
                }
            }
            return stored;
        }
    }
}
