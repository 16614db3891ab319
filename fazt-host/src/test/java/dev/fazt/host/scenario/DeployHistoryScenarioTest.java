package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks at deploys after they were made: previews, promotion, pruning, differences. */
class DeployHistoryScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class A_preview {

        @Test
        void is_seen_at_its_own_address_and_nowhere_else_until_it_is_promoted() {
            server.deploy("shop", Map.of("index.html", "old", "a.txt", "old"));
            JsonNode preview = deploy("shop", "preview=true&message=new%20look", Map.of("index.html", "new", "b/c.txt", "c"));
            assertThat(preview.get("number").asInt()).isEqualTo(2);
            assertThat(preview.get("preview").asBoolean()).isTrue();
            assertThat(preview.get("url").asString()).isEqualTo("http://2--shop.localhost:" + server.port());
            assertThat(server.get("shop", "/").body()).isEqualTo("old");

            String id = preview.get("id").asString();
            assertThat(id).matches("[0-9a-f]{8}");
            for (String address : List.of("2--shop", id + "--shop")) {
                HttpResponse<String> page = server.get(address, "/");
                assertThat(page.body()).as(address).isEqualTo("new");
                assertThat(page.headers().firstValue("x-robots-tag")).contains("noindex");
                assertThat(server.get(address, "/b/c.txt").body()).isEqualTo("c");
                assertThat(server.get(address, "/a.txt").statusCode()).isEqualTo(404);
                assertThat(server.get(address, "/a.txt").headers().firstValue("x-robots-tag")).contains("noindex");
                HttpResponse<String> redirect = server.get(address, "/index.html");
                assertThat(redirect.headers().firstValue("location")).contains("/");
            }
            HttpResponse<String> below = server.control("GET", "/~shop@2/", "", "");
            assertThat(below.body()).isEqualTo("new");
            assertThat(below.headers().firstValue("x-robots-tag")).contains("noindex");
            assertThat(below.headers().firstValue("content-security-policy").orElse("")).contains("sandbox");
            assertThat(server.control("GET", "/~shop@2/index.html", "", "").headers().firstValue("location"))
                    .contains("/~shop@2/");
            assertThat(server.control("GET", "/~shop@2", "", "").headers().firstValue("location")).contains("/~shop@2/");
            assertThat(server.get("shop", "/").headers().firstValue("x-robots-tag")).isEmpty();

            HttpResponse<String> refused = server.control(
                    "POST", "/api/sites/rollback", server.ownerToken(), "{\"site\":\"shop\",\"number\":2}");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("fazt site promote shop 2");
            server.operation("sites", "promote", Map.of("site", "shop", "number", 2));
            assertThat(server.get("shop", "/").body()).isEqualTo("new");
            assertThat(server.get("1--shop", "/").body()).as("every deploy keeps an address").isEqualTo("old");
            assertThat(server.operation("sites", "rollback", Map.of("site", "shop")).get("number").asInt()).isEqualTo(1);
            assertThat(server.get("shop", "/").body()).isEqualTo("old");
        }

        @ParameterizedTest
        @ValueSource(strings = {"70--there", "0--there", "01--there", "99999999999999999999--there", "abcdef01--there", "x--there", "1----there"})
        void that_is_not_there_is_not_found(String address) {
            server.deploy("there", Map.of("index.html", "x"));
            HttpResponse<String> page = server.get(address, "/");
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).doesNotContain("--name there");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/~there@70/", "/~there@/", "/~there@@/", "/~there@1@1/", "/~@1/", "/~there@%2e%2e/"})
        void that_is_not_there_is_not_found_below_the_control_host(String path) {
            server.deploy("there", Map.of("index.html", "x"));
            assertThat(server.control("GET", path, "", "").statusCode()).as(path).isEqualTo(404);
        }

        @Test
        void of_a_site_that_is_not_there_is_no_site() {
            assertThat(server.get("1--nowhere", "/").statusCode()).isEqualTo(404);
        }

        @ParameterizedTest
        @CsvSource({
            "expires=7d, only a preview expires",
            "preview=true&expires=7, is not a time to live",
            "preview=true&expires=0d, is not a time to live",
            "preview=true&expires=-1d, is not a time to live",
            "preview=true&expires=53w, is not a time to live",
            "preview=maybe, must be true or false",
        })
        void is_refused_with_a_time_to_live_that_makes_no_sense(String query, String message) {
            HttpResponse<String> answer = upload("refused", query, Map.of("index.html", "x"));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains(message);
        }

        @Test
        void is_gone_when_its_time_is_over_and_its_number_is_not_given_again(@TempDir Path other) throws Exception {
            try (TestServer before = TestServer.start(other)) {
                before.deploy("blog", Map.of("index.html", "live"));
                HttpResponse<String> preview = before.send(
                        "127.0.0.1", "POST", "/api/sites/deploy?site=blog&preview=true&expires=1h", before.ownerToken(),
                        TestServer.zip(Map.of("index.html", "short-lived")));
                assertThat(JSON.readTree(preview.body()).get("number").asInt()).isEqualTo(2);
                assertThat(before.get("2--blog", "/").body()).isEqualTo("short-lived");
            }
            change(other, "UPDATE deploys SET expires_at = 1 WHERE number = 2");
            try (TestServer after = TestServer.start(other)) {
                assertThat(after.get("2--blog", "/").statusCode()).isEqualTo(404);
                assertThat(after.get("blog", "/").body()).isEqualTo("live");
                assertThat(after.query("sites", "deploys", Map.of("site", "blog")).get("deploys").size()).isEqualTo(1);
                assertThat(after.deploy("blog", Map.of("index.html", "next")).get("number").asInt()).isEqualTo(3);
                assertThat(TestServer.sqlite(after.database(), "SELECT COUNT(*) FROM file_contents")).isEqualTo("2");
            }
        }
    }

    @Nested
    class The_list {

        @Test
        void tells_who_deployed_what_when_and_where() {
            String token = server.token("site:deploy");
            server.send("127.0.0.1", "POST", "/api/sites/deploy?site=told&message=first", token, TestServer.zip(Map.of("index.html", "12345")));
            deploy("told", "preview=true&expires=7d", Map.of("index.html", "x", "y.txt", "yy"));
            JsonNode deploys = server.query("sites", "deploys", Map.of("site", "told")).get("deploys");
            JsonNode first = deploys.get(1);
            assertThat(first.get("author").asString()).isEqualTo("test");
            assertThat(first.get("message").asString()).isEqualTo("first");
            assertThat(first.get("bytes").asInt()).isEqualTo(5);
            assertThat(first.get("live").asBoolean()).isTrue();
            assertThat(first.get("createdAt").asString()).endsWith("Z");
            JsonNode second = deploys.get(0);
            assertThat(second.get("files").asInt()).isEqualTo(2);
            assertThat(second.get("preview").asBoolean()).isTrue();
            assertThat(second.get("live").asBoolean()).isFalse();
            assertThat(second.get("expiresAt").asString()).endsWith("Z");
            assertThat(second.get("url").asString()).isEqualTo("http://2--told.localhost:" + server.port());
        }
    }

    @Nested
    class The_difference {

        @Test
        void lists_what_came_what_changed_and_what_went_with_sizes() {
            server.deploy("diff", Map.of("same.txt", "same", "b.txt", "bb", "gone.txt", "gone!"));
            server.deploy("diff", Map.of("same.txt", "same", "b.txt", "bbbb", "new.txt", "n", "a/new.txt", ""));
            JsonNode diff = server.query("sites", "diff", Map.of("site", "diff", "from", 1, "to", 2));
            assertThat(List.of(diff.get("added").asInt(), diff.get("changed").asInt(), diff.get("removed").asInt()))
                    .containsExactly(2, 1, 1);
            assertThat(StreamSupport.stream(diff.get("changes").spliterator(), false).map(change -> "%s %s %s %s".formatted(
                            change.get("change").asString(), change.get("path").asString(),
                            change.path("bytesBefore").asString(""), change.path("bytesAfter").asString(""))))
                    .containsExactly("ADDED a/new.txt  0", "ADDED new.txt  1", "CHANGED b.txt 2 4", "REMOVED gone.txt 5 ");
            assertThat(server.query("sites", "diff", Map.of("site", "diff", "from", 2, "to", 2)).get("changes").size()).isZero();
            assertThat(server.control("GET", "/api/sites/diff?site=diff&from=1&to=9", server.ownerToken(), "").statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class Pruning {

        @Test
        void keeps_the_newest_and_the_live_one_and_frees_what_no_other_deploy_needs() {
            for (int i = 1; i <= 6; i++) {
                server.deploy("old", Map.of("index.html", "old page " + i, "shared.txt", "shared by all that are old"));
            }
            server.deploy("other", Map.of("index.html", "old page 2"));
            server.operation("sites", "rollback", Map.of("site", "old", "number", 3));
            assertThat(server.get("1--old", "/").body()).isEqualTo("old page 1");
            JsonNode plan = server.operation("sites", "prune", Map.of("site", "old", "keep", 2, "dryRun", true));
            assertThat(numbers(plan)).containsExactly(4, 2, 1);
            assertThat(plan.get("kept").asInt()).isEqualTo(3);
            assertThat(plan.get("freedBytes").asInt()).as("pages 4 and 1: page 2 is on another site").isEqualTo(20);
            assertThat(server.query("sites", "deploys", Map.of("site", "old")).get("deploys").size()).isEqualTo(6);
            assertThat(contents("old page %")).isEqualTo("6");

            assertThat(numbers(server.operation("sites", "prune", Map.of("site", "old", "keep", 2)))).containsExactly(4, 2, 1);
            assertThat(server.get("old", "/").body()).isEqualTo("old page 3");
            assertThat(server.get("old", "/shared.txt").body()).isEqualTo("shared by all that are old");
            assertThat(server.get("6--old", "/").body()).isEqualTo("old page 6");
            assertThat(server.get("1--old", "/").statusCode()).isEqualTo(404);
            assertThat(server.get("other", "/").body()).isEqualTo("old page 2");
            assertThat(contents("old page %")).isEqualTo("4");
            assertThat(server.operation("sites", "prune", Map.of("site", "old")).get("removed").size()).isZero();
            assertThat(server.deploy("old", Map.of("index.html", "old page 1")).get("number").asInt()).isEqualTo(7);
            assertThat(server.get("old", "/").body()).isEqualTo("old page 1");
        }

        @Test
        void keeps_at_least_one() {
            server.deploy("one", Map.of("index.html", "x"));
            assertThat(server.control("POST", "/api/sites/prune", server.ownerToken(), "{\"site\":\"one\",\"keep\":0}").statusCode())
                    .isEqualTo(422);
        }

        private static List<Integer> numbers(JsonNode pruning) {
            return StreamSupport.stream(pruning.get("removed").spliterator(), false)
                    .map(deploy -> deploy.get("number").asInt())
                    .toList();
        }

        private static String contents(String like) {
            return TestServer.sqlite(
                    server.database(),
                    "SELECT COUNT(*) FROM file_chunks WHERE encoding = 'identity' AND CAST(content AS TEXT) LIKE '" + like + "'");
        }
    }

    private static JsonNode deploy(String site, String query, Map<String, String> files) {
        HttpResponse<String> answer = upload(site, query, files);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> upload(String site, String query, Map<String, String> files) {
        return server.send(
                "127.0.0.1", "POST", "/api/sites/deploy?site=" + site + "&" + query, server.ownerToken(), TestServer.zip(files));
    }

    private static void change(Path folder, String statement) throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data.db"));
                var update = connection.createStatement()) {
            assertThat(update.executeUpdate(statement)).isEqualTo(1);
        }
    }
}
