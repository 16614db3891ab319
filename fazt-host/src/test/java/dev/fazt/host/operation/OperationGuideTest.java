package dev.fazt.host.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.PluginSource;
import dev.fazt.host.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs what the guide for authors says of operations. */
class OperationGuideTest {
    private static final String MIGRATION = """
            CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, site TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
            INSERT INTO entries (id, site, made) VALUES ('a', 'blog', 1), ('b', 'blog', 2), ('c', 'shop', 1);""";

    @TempDir
    Path folder;

    @Test
    void the_example_destroys_with_a_dry_run_progress_and_a_scope_for_one_site() throws Exception {
        String guide = Files.readString(Path.of("../fazt-api/README.md"));
        Matcher example = Pattern.compile("(?m)^```java\n(.*?)^```", Pattern.DOTALL)
                .matcher(guide.substring(guide.indexOf("## Operations")));
        assertThat(example.find()).isTrue();
        Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"), "sites", "docs", "analytics", "forms");
        PluginSource.pack(
                plugins, "tidy", "example.tidy.TidyPlugin", example.group(1), Map.of("db/migration/001_entries.sql", MIGRATION));
        try (TestServer server = TestServer.start(folder, plugins)) {
            String token = server.token("tidy:forget:blog");
            assertThat(forget(server, token, "{\"site\":\"blog\",\"days\":0}")).contains("0 is not 1 or more");
            assertThat(forget(server, token, "{\"site\":\"shop\",\"days\":1}")).contains("lacks the scope 'tidy:forget:shop'");
            assertThat(forget(server, token, "{\"site\":\"blog\",\"days\":1,\"dryRun\":true}")).isEqualTo("{\"entries\":2}");
            assertThat(forget(server, token, "{\"site\":\"blog\",\"days\":1}", "Accept", "text/event-stream"))
                    .contains("{\"step\":\"forgetting\",\"done\":2,\"total\":2}")
                    .endsWith("event: result\ndata: {\"entries\":2}\n\n");
            assertThat(forget(server, token, "{\"site\":\"blog\",\"days\":1}")).isEqualTo("{\"entries\":0}");
        }
    }

    private static String forget(TestServer server, String token, String body, String... headers) {
        return server.control("POST", "/api/tidy/forget", token, body, headers).body();
    }
}
