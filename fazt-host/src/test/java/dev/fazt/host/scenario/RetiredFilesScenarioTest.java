package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visits a site with a page that was opened before the last deploys. */
class RetiredFilesScenarioTest {
    private static final String FIRST = "/assets/app.3f2a9c1b.js";
    private static final String SECOND = "/assets/app.9b8c7d6e.js";

    @Test
    void hashed_files_stay_for_a_week_and_others_do_not(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("site", Map.of(
                    "index.html", "1", FIRST.substring(1), "one", "assets/plain.js", "one", "old.html", "one",
                    "_redirects", "/* /index.html 200"));
            server.deploy("site", Map.of("index.html", "2", SECOND.substring(1), "two", "_redirects", "/* /index.html 200"));
            assertThat(server.get("site", FIRST).body()).isEqualTo("one");
            assertThat(server.get("site", FIRST).headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
            assertThat(server.get("site", "/assets/plain.js").body()).isEqualTo("2");
            assertThat(server.get("site", "/old").body()).isEqualTo("2");
            server.deploy("site", Map.of("index.html", "3"));
            assertThat(server.get("site", FIRST).body()).isEqualTo("one");
            assertThat(server.get("site", SECOND).body()).isEqualTo("two");
            assertThat(server.get("site", "/assets/plain.js").statusCode()).isEqualTo(404);
            server.operation("sites", "rollback", Map.of("site", "site", "number", 1));
            assertThat(server.get("site", SECOND).body()).isEqualTo("two");
        }
        long now = Instant.now().toEpochMilli();
        retire(folder, 2, now - Duration.ofDays(7).minusMinutes(1).toMillis());
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("site", SECOND).body()).isEqualTo("two");
        }
        retire(folder, 2, now - Duration.ofDays(7).plusMinutes(1).toMillis());
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("site", SECOND).body()).isEqualTo("1");
            assertThat(server.get("site", FIRST).body()).as("it is live again").isEqualTo("one");
        }
    }

    @Test
    void what_another_site_had_is_not_shown(@TempDir Path folder) {
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("one", Map.of("index.html", "1", FIRST.substring(1), "one"));
            server.deploy("one", Map.of("index.html", "2"));
            server.deploy("two", Map.of("index.html", "1"));
            assertThat(server.get("two", FIRST).statusCode()).isEqualTo(404);
        }
    }

    private static void retire(Path folder, int number, long at) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE deploys SET retired_at = %d WHERE number = %d".formatted(at, number)))
                    .isEqualTo(1);
        }
    }
}
