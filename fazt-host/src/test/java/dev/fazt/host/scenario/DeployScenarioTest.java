package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Deploys lists of files whose contents are sent apart, as the command line does. */
class DeployScenarioTest {
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
    class A_list_of_files {

        @Test
        void is_deployed_once_the_contents_are_there_that_the_server_asked_for() {
            Map<String, String> files = Map.of("index.html", "list one", "a/same.txt", "list one", "b.txt", "list b");
            JsonNode first = result(publish("list", manifest(files)));
            assertThat(first.has("deploy")).isFalse();
            assertThat(first.get("missing").size()).as("two contents of three files").isEqualTo(2);
            assertThat(server.query("site", "list", Map.of()).toString()).doesNotContain("\"list\"");
            assertThat(result(store(files)).get("files").asInt()).isEqualTo(3);
            JsonNode second = result(publish("list", manifest(files)));
            assertThat(second.get("missing").size()).isZero();
            assertThat(second.get("deploy").get("number").asInt()).isEqualTo(1);
            assertThat(server.get("list", "/").body()).isEqualTo("list one");
            assertThat(server.get("list", "/a/same.txt").body()).isEqualTo("list one");
            JsonNode third = result(publish("list", manifest(files)));
            assertThat(third.get("deploy").get("number").asInt()).as("no content is asked for twice").isEqualTo(2);
            assertThat(third.get("deploy").get("id")).isEqualTo(second.get("deploy").get("id"));
        }

        @Test
        void is_not_believed_about_contents() {
            server.deploy("honest", Map.of("index.html", "honest"));
            // What is sent is stored under its own hash: the promised content stays missing.
            assertThat(store(Map.of("index.html", "evil")).statusCode()).isEqualTo(200);
            JsonNode answer = result(publish("honest", manifest(Map.of("index.html", "promised"))));
            assertThat(answer.get("missing").get(0).asString()).isEqualTo("index.html");
            assertThat(server.get("honest", "/").body()).isEqualTo("honest");
            String wrongSize = manifest(Map.of("index.html", "honest")).replace("\"bytes\":6", "\"bytes\":5");
            HttpResponse<String> refused = publish("honest", wrongSize);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("'index.html' is listed with 5 bytes, and the content of its hash has 6");
        }

        @ParameterizedTest
        @ValueSource(strings = {"../evil.html", "/etc/passwd", "a\\\\b", "a\\u0000b", "C:/x", "folder/"})
        void is_refused_whole_for_a_name_that_is_not_safe(String name) {
            String list = "[{\"path\":\"index.html\",\"hash\":\"%s\",\"bytes\":1},{\"path\":\"%s\",\"hash\":\"%s\",\"bytes\":1}]"
                    .formatted(hash("x"), name, hash("x"));
            HttpResponse<String> answer = publish("hostile", list);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("is refused: entry");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                [{"path":"a","hash":"zz","bytes":1}] | not a SHA-256
                [{"path":"a","bytes":1}] | each file needs a path, a hash and its bytes
                [null] | each file needs a path, a hash and its bytes
                [] | no files to deploy
                [{"path":".env","hash":"#","bytes":1}] | no files to deploy
                [{"path":"a","hash":"#","bytes":1},{"path":"./a","hash":"#","bytes":1}] | is there twice
                [{"path":"a","hash":"#","bytes":1},{"path":"b","hash":"#","bytes":2}] | not its size
                [{"path":"a","hash":"#","bytes":-1}] | is larger than 100 MiB
                [{"path":"a","hash":"#","bytes":104857601}] | is larger than 100 MiB
                nonsense | can not be read
                [{"path":"a" | can not be read
                """)
        void is_refused_in_one_line_if_it_is_none(String list, String message) {
            HttpResponse<String> answer = publish("nonsense", list.replace("#", hash("x")));
            assertThat(answer.statusCode()).isIn(400, 422);
            assertThat(answer.body()).contains(message);
        }

        @Test
        void is_held_to_the_limits_of_a_site() {
            String many = IntStream.rangeClosed(0, 20_000)
                    .mapToObj(i -> "{\"path\":\"%d.txt\",\"hash\":\"%s\",\"bytes\":1}".formatted(i, hash("x")))
                    .collect(Collectors.joining("\n"));
            assertThat(publish("many", many).body()).contains("entry '20000.txt' is one too many");
            String large = IntStream.rangeClosed(0, 10)
                    .mapToObj(i -> "{\"path\":\"%d.bin\",\"hash\":\"%s\",\"bytes\":104857600}".formatted(i, hash("x" + i)))
                    .collect(Collectors.joining("\n"));
            assertThat(publish("large", large).body()).contains("entry '10.bin' takes the site over 1,024 MiB");
        }

        @Test
        void needs_the_same_right_as_an_archive() {
            String list = manifest(Map.of("index.html", "x"));
            String reader = server.token("site:read");
            for (String verb : List.of("publish?site=list", "store")) {
                assertThat(send("/api/sites/" + verb, "", list).statusCode()).isEqualTo(401);
                assertThat(send("/api/sites/" + verb, reader, list).statusCode()).isEqualTo(403);
            }
            assertThat(send("/api/sites/publish?site=byci2", server.token("site:deploy"), list).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class Two_administrators {

        @Test
        void deploying_at_once_both_complete_and_the_last_to_finish_decides() throws Exception {
            List<Callable<JsonNode>> deploys = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String text = "of " + i;
                deploys.add(i % 2 == 0
                        ? () -> server.deploy("both", Map.of("index.html", text, "own.txt", text))
                        : () -> {
                            store(Map.of("index.html", text, "own.txt", text));
                            return result(publish("both", manifest(Map.of("index.html", text, "own.txt", text)))).get("deploy");
                        });
            }
            List<Long> numbers = new ArrayList<>();
            try (ExecutorService both = Executors.newFixedThreadPool(2)) {
                for (Future<JsonNode> deploy : both.invokeAll(deploys)) {
                    numbers.add(deploy.get().get("number").asLong());
                }
            }
            assertThat(numbers).containsExactlyInAnyOrder(
                    IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toArray(Long[]::new));
            JsonNode latest = server.query("sites", "deploys", Map.of("site", "both")).get("deploys").get(0);
            assertThat(latest.get("number").asInt()).isEqualTo(20);
            assertThat(latest.get("live").asBoolean()).isTrue();
            assertThat(server.get("both", "/").body()).isEqualTo("of " + numbers.indexOf(20L));
            assertThat(server.get("both", "/own.txt").body()).isEqualTo("of " + numbers.indexOf(20L));
        }
    }

    private static String manifest(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> "{\"path\":\"%s\",\"hash\":\"%s\",\"bytes\":%d}"
                        .formatted(file.getKey(), hash(file.getValue()), file.getValue().getBytes(StandardCharsets.UTF_8).length))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static HttpResponse<String> publish(String site, String list) {
        return send("/api/sites/publish?site=" + site, server.ownerToken(), list);
    }

    private static HttpResponse<String> store(Map<String, String> files) {
        return server.send("127.0.0.1", "POST", "/api/sites/store", server.ownerToken(), TestServer.zip(files));
    }

    private static HttpResponse<String> send(String path, String token, String body) {
        return server.control("POST", path, token, body, "Content-Type", "application/json");
    }

    private static JsonNode result(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
