package dev.fazt.host.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.PluginSource;
import dev.fazt.host.TestServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the operations of a plugin that has one of each kind. */
class OperationScenarioTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PLUGIN = """
            package example;

            import dev.fazt.api.*;
            import dev.fazt.api.operation.*;
            import java.time.Instant;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.atomic.AtomicInteger;
            import org.jspecify.annotations.Nullable;

            public final class ZooPlugin implements FaztPlugin {
                public enum Size { SMALL, LARGE }
                public record Cage(String name, int metres) {
                    public Cage {
                        if (metres < 1) throw new IllegalArgumentException("metres must be 1 or more, not " + metres);
                    }
                }
                public record Order(String zoo, Size size, int days, @Nullable Instant from, List<Cage> cages,
                        @Nullable Map<String, Integer> food, @Nullable Boolean open, @Nullable Double weight) {
                    public Order {
                        if (days > 365) throw FaztException.invalid("days", "days can be 365 at most");
                    }
                }
                public record OfZoo(String zoo) {}
                public record Filter(@Nullable List<String> names, @Nullable Integer limit) {}
                public record Count(int count) {}
                public record Nothing() {}
                private final AtomicInteger animals = new AtomicInteger(7);
                private final AtomicInteger walked = new AtomicInteger();
                private final CountDownLatch gate = new CountDownLatch(1);

                @Override
                public void start(PluginContext context) {
                    context.operation(Operation.write("zoo.order", "Order", Order.class, Count.class,
                            (order, call) -> new Count(order.cages().size())).on("zoo"));
                    context.operation(Operation.read("zoo.count", "Count", Filter.class, Count.class,
                            (filter, call) -> new Count(filter.names() == null ? animals.get() : filter.names().size())));
                    context.operation(Operation.destroy("zoo.free", "Free all", OfZoo.class, Count.class, (of, call) -> {
                        int before = animals.get();
                        if (!call.dryRun()) {
                            animals.set(0);
                        }
                        return new Count(before);
                    }).on("zoo"));
                    context.operation(Operation.write("zoo.feed", "Feed", OfZoo.class, Count.class, (of, call) -> {
                        call.progress().report("feeding", 1, 2);
                        if (of.zoo().equals("closed")) {
                            throw FaztException.conflict("the zoo is closed");
                        }
                        if (of.zoo().equals("broken")) {
                            throw new IllegalStateException("a secret of the plugin");
                        }
                        return new Count(2);
                    }));
                    context.operation(Operation.write("zoo.walk", "Walk", Nothing.class, Count.class, (none, call) -> {
                        call.progress().report("walking", 0, 100);
                        gate.await();
                        for (int i = 1; i <= 100; i++) {
                            call.progress().report("walking", i, 100);
                        }
                        return new Count(walked.incrementAndGet());
                    }));
                    context.operation(Operation.write("zoo.open", "Open", Nothing.class, Count.class, (none, call) -> {
                        gate.countDown();
                        return new Count(0);
                    }));
                    context.operation(Operation.read("zoo.walked", "Walked", Nothing.class, Count.class,
                            (none, call) -> new Count(walked.get())));
                    context.operation(Operation.upload("zoo.bring", "Bring", Nothing.class, Count.class, (none, call) -> {
                        int bytes = call.body().readAllBytes().length;
                        call.progress().report("counting", bytes, bytes);
                        return new Count(bytes);
                    }));
                    context.operation(Operation.read("zoo.film", "Film", OfZoo.class, Download.class, (of, call) ->
                            new Download("video/mp4", "film.mp4", out -> {
                                for (int i = 0; i < 10; i++) {
                                    if (of.zoo().equals("blank") || (of.zoo().equals("torn") && i == 5)) {
                                        throw new IllegalStateException("the film is torn");
                                    }
                                    out.write(new byte[50_000]);
                                }
                            })));
                }
            }
            """;

    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"), "sites", "docs", "analytics", "forms");
        PluginSource.pack(plugins, "zoo", "example.ZooPlugin", PLUGIN);
        server = TestServer.start(folder, plugins);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(String verb, String body, String... headers) {
        return server.control("POST", "/api/zoo/" + verb, server.ownerToken(), body, headers);
    }

    private static HttpResponse<String> get(String path) {
        return server.control("GET", "/api/zoo/" + path, server.ownerToken(), "");
    }

    private static List<String> errors(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        return JSON.readTree(response.body()).get("errors").valueStream()
                .map(error -> error.get("field").asString() + " " + error.get("code").asString())
                .toList();
    }

    @Nested
    class Parameters {
        @Test
        void that_are_right_are_bound_with_lists_maps_and_records() {
            HttpResponse<String> response = post("order", """
                    {"zoo":"north","size":"LARGE","days":3,"from":"2026-01-31T00:00:00Z","cages":[{"name":"a","metres":2}],
                     "food":{"hay":3},"open":true,"weight":1.5}""");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"count\":1}");
        }

        @Test
        void that_are_wrong_are_all_named_at_once() {
            assertThat(errors(post("order", """
                    {"zoo":5,"size":"HUGE","days":3.7,"from":"yesterday","cages":[{"name":"a"},{"name":"b","metres":"x","wide":1}],
                     "food":{"hay":"much"},"open":"perhaps","weight":"heavy","colour":"red"}""")))
                    .containsExactlyInAnyOrder(
                            "zoo INVALID", "size INVALID", "days INVALID", "from INVALID", "cages[0].metres REQUIRED",
                            "cages[1].metres INVALID", "cages[1].wide UNKNOWN", "food.hay INVALID", "open INVALID",
                            "weight INVALID", "colour UNKNOWN");
        }

        @Test
        void that_are_missing_are_all_named_at_once() {
            assertThat(errors(post("order", "{}")))
                    .containsExactlyInAnyOrder("zoo REQUIRED", "size REQUIRED", "days REQUIRED", "cages REQUIRED");
        }

        @Test
        void that_a_record_refuses_are_named_by_it() {
            String order = "{\"zoo\":\"north\",\"size\":\"SMALL\",\"days\":%d,\"cages\":[{\"name\":\"a\",\"metres\":%d}]}";
            HttpResponse<String> days = post("order", order.formatted(366, 1));
            assertThat(errors(days)).containsExactly("days INVALID");
            assertThat(days.body()).contains("365 at most");
            HttpResponse<String> metres = post("order", order.formatted(1, 0));
            assertThat(errors(metres)).containsExactly("cages[0].metres INVALID");
            assertThat(metres.body()).contains("1 or more, not 0");
        }

        @Test
        void say_which_words_and_which_numbers_are_allowed() {
            String order = "{\"zoo\":\"north\",\"size\":\"%s\",\"days\":%s,\"cages\":[]}";
            assertThat(post("order", order.formatted("huge", 1)).body()).contains("one of SMALL, LARGE, not 'huge'");
            assertThat(errors(post("order", order.formatted("SMALL", "2147483648")))).containsExactly("days INVALID");
            assertThat(errors(post("order", order.formatted("SMALL", "1e3")))).containsExactly("days INVALID");
            assertThat(errors(post("order", order.formatted("SMALL", "true")))).containsExactly("days INVALID");
        }

        @Test
        void in_a_query_are_read_as_what_they_are_declared() {
            assertThat(get("count?names=%5B%22a%22,%22b%22%5D&limit=5").body()).isEqualTo("{\"count\":2}");
            assertThat(get("count?limit=").body()).isEqualTo("{\"count\":7}");
            assertThat(errors(get("count?limit=5.5"))).containsExactly("limit INVALID");
            assertThat(errors(get("count?names=a"))).containsExactly("names INVALID");
            assertThat(errors(get("count?names=%5B1%5D"))).containsExactly("names[0] INVALID");
            assertThat(errors(get("count?limit=1&limit=2"))).containsExactly("limit INVALID");
        }

        @Test
        void of_what_writes_do_not_count_in_the_query() {
            assertThat(errors(server.control("POST", "/api/zoo/feed?zoo=a", server.ownerToken(), ""))).containsExactly("zoo INVALID");
        }
    }

    @Nested
    class A_dry_run {
        @Test
        void destroys_nothing_and_tells_what_it_would() {
            assertThat(post("free", "{\"zoo\":\"north\",\"dryRun\":true}").body()).isEqualTo("{\"count\":7}");
            assertThat(server.control("POST", "/api/zoo/free?dryRun=true", server.ownerToken(), "{\"zoo\":\"north\"}").body())
                    .isEqualTo("{\"count\":7}");
            assertThat(server.control("POST", "/api/zoo/free?dryRun", server.ownerToken(), "{\"zoo\":\"north\",\"dryRun\":false}")
                            .body())
                    .isEqualTo("{\"count\":7}");
            assertThat(get("count").body()).isEqualTo("{\"count\":7}");
        }

        @Test
        void is_refused_where_it_does_not_exist_and_when_it_is_misspelt() {
            assertThat(errors(post("feed", "{\"zoo\":\"a\",\"dryRun\":true}"))).containsExactly("dryRun UNKNOWN");
            assertThat(server.control("POST", "/api/zoo/feed?dryRun=true", server.ownerToken(), "{\"zoo\":\"a\"}").statusCode())
                    .isEqualTo(422);
            assertThat(errors(post("free", "{\"zoo\":\"a\",\"dryRun\":\"yes\"}"))).containsExactly("dryRun INVALID");
            assertThat(errors(post("free", "{\"zoo\":\"a\",\"dryrun\":true}"))).containsExactly("dryrun UNKNOWN");
            assertThat(get("count").body()).isEqualTo("{\"count\":7}");
        }
    }

    @Nested
    class Progress {
        @Test
        void is_told_to_who_asks_for_events() {
            HttpResponse<String> response = post("feed", "{\"zoo\":\"north\"}", "Accept", "text/event-stream");
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(response.body())
                    .isEqualTo("""
                            event: progress
                            data: {"step":"feeding","done":1,"total":2}

                            event: result
                            data: {"count":2}

                            """);
        }

        @Test
        void is_told_of_uploads() {
            HttpResponse<String> response = post("bring", "x".repeat(100_000), "Accept", "application/json, text/event-stream;q=0.9");
            assertThat(response.body()).contains("\"done\":100000").endsWith("event: result\ndata: {\"count\":100000}\n\n");
        }

        @Test
        void ends_with_a_problem_when_it_fails() {
            HttpResponse<String> refused = post("feed", "{\"zoo\":\"closed\"}", "Accept", "text/event-stream");
            assertThat(refused.statusCode()).isEqualTo(200);
            assertThat(refused.body()).contains("event: problem\ndata: {").contains("\"status\":409").contains("the zoo is closed");
            HttpResponse<String> defect = post("feed", "{\"zoo\":\"broken\"}", "Accept", "text/event-stream");
            assertThat(defect.body()).contains("\"status\":500").contains("in 'zoo'").doesNotContain("secret");
        }

        @Test
        void is_told_to_nobody_else() {
            assertThat(post("feed", "{\"zoo\":\"north\"}").body()).isEqualTo("{\"count\":2}");
            assertThat(post("feed", "{\"zoo\":\"closed\"}").statusCode()).isEqualTo(409);
            assertThat(post("feed", "{\"zoo\":\"broken\"}").body()).contains("in 'zoo'").doesNotContain("secret");
        }

        @Test
        void comes_while_it_works_and_a_client_that_goes_away_ends_nothing() throws Exception {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                String request = String.join("\r\n",
                        "POST /api/zoo/walk HTTP/1.1", "Host: localhost", "Authorization: Bearer " + server.ownerToken(),
                        "Accept: text/event-stream", "Content-Length: 0", "", "");
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                StringBuilder seen = new StringBuilder();
                while (seen.indexOf("\"done\":0") < 0) {
                    seen.append((char) socket.getInputStream().read());
                }
                assertThat(seen).contains("HTTP/1.1 200").contains("event: progress");
            }
            post("open", "");
            while (!get("walked").body().equals("{\"count\":1}")) {
                Thread.onSpinWait();
            }
        }

        @Test
        void does_not_begin_when_an_error_is_found_before() {
            for (HttpResponse<String> response : List.of(
                    server.control("POST", "/api/zoo/feed", "", "{}", "Accept", "text/event-stream"),
                    server.control("POST", "/api/zoo/feed", server.token("docs:read"), "{}", "Accept", "text/event-stream"),
                    server.control("GET", "/api/zoo/feed", server.ownerToken(), "", "Accept", "text/event-stream"),
                    post("feed", "{}", "Accept", "text/event-stream"))) {
                assertThat(response.statusCode()).isIn(401, 403, 405, 422);
                assertThat(response.headers().firstValue("Content-Type").orElse("")).doesNotContain("event-stream");
            }
        }
    }

    @Nested
    class A_download {
        @Test
        void that_breaks_off_does_not_look_like_a_whole_file() throws Exception {
            assertThat(raw("/api/zoo/film?zoo=whole")).startsWith("HTTP/1.1 200").endsWith("\r\n0\r\n\r\n");
            assertThat(raw("/api/zoo/film?zoo=torn")).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
            assertThat(raw("/api/zoo/film?zoo=blank")).as("nothing is out yet").startsWith("HTTP/1.1 500");
        }

        private String raw(String path) throws Exception {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                        .formatted(path, server.ownerToken()).getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    @Nested
    class A_scope_for_one_target {
        @Test
        void covers_that_one_and_no_other() {
            String north = server.token("zoo:free:north");
            assertThat(free(north, "{\"zoo\":\"north\",\"dryRun\":true}")).isEqualTo(200);
            assertThat(free(north, "{\"zoo\":\"south\",\"dryRun\":true}")).isEqualTo(403);
            assertThat(free(north, "{\"zoo\":\"north:west\",\"dryRun\":true}")).isEqualTo(403);
            assertThat(free(north, "{\"zoo\":\"north \",\"dryRun\":true}")).isEqualTo(403);
            assertThat(free(north, "{\"zoo\":[\"north\"]}")).isEqualTo(403);
            assertThat(free(north, "{\"zoo\":\"south\",\"zoo\":\"north\",\"dryRun\":true}")).isIn(200, 400);
            assertThat(free(north, "{\"zoo\":\"north\",\"zoo\":\"south\",\"dryRun\":true}")).isIn(400, 403);
            assertThat(free(north, "{}")).isEqualTo(403);
            assertThat(free(server.token("zoo:free"), "{\"zoo\":\"any\",\"dryRun\":true}")).isEqualTo(200);
            assertThat(free(server.token("zoo:free:*"), "{\"zoo\":\"any\",\"dryRun\":true}")).isEqualTo(200);
            assertThat(free(server.token("zoo:order:north"), "{\"zoo\":\"north\",\"dryRun\":true}")).isEqualTo(403);
        }

        private int free(String token, String body) {
            return server.control("POST", "/api/zoo/free", token, body).statusCode();
        }

        @Test
        void shows_the_operation_in_the_list() {
            String list = server.control("GET", "/api/server/operations", server.token("zoo:free:north"), "").body();
            JsonNode operations = JSON.readTree(list).get("operations");
            assertThat(operations).hasSize(1);
            assertThat(operations.get(0).get("name").asString()).isEqualTo("zoo.free");
            assertThat(operations.get(0).get("effect").asString()).isEqualTo("DESTROY");
            assertThat(operations.get(0).get("target").asString()).isEqualTo("zoo");
        }
    }

    @Nested
    class The_list {
        @Test
        void is_sent_once_to_who_keeps_it() {
            HttpResponse<String> first = server.control("GET", "/api/server/operations", server.ownerToken(), "");
            String tag = first.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> second =
                    server.control("GET", "/api/server/operations", server.ownerToken(), "", "If-None-Match", "\"x\", " + tag);
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(server.control("GET", "/api/server/operations", server.token("zoo:read"), "", "If-None-Match", tag).statusCode())
                    .as("another caller has another list")
                    .isEqualTo(200);
        }

        @Test
        void names_each_parameter_with_its_kind() {
            JsonNode order = server.query("server", "operations", Map.of()).get("operations").valueStream()
                    .filter(operation -> operation.get("name").asString().equals("zoo.order"))
                    .findFirst()
                    .orElseThrow();
            assertThat(order.get("parameters").valueStream().map(one -> one.get("name").asString() + " " + one.get("type").asString()))
                    .containsExactly("zoo string", "size enum", "days integer", "from instant", "cages json", "food json",
                            "open boolean", "weight number");
        }
    }
}
