package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Works with documents over HTTP, as a visitor, as programs with tokens and as the owner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsScenarioTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private TestServer server;
    private String writer;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.start(folder);
        server.createSite("shop");
        server.createSite("other");
        writer = server.token("docs:read,docs:write");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String token, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!body.isEmpty() && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return server.site("shop", method, "/_fazt/docs/" + path, token, body, all.toArray(String[]::new));
    }

    private HttpResponse<String> post(String collection, String body, String... headers) {
        HttpResponse<String> response = send("POST", collection, writer, body, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response;
    }

    private JsonNode list(String collection, String... parameters) {
        HttpResponse<String> response = send("GET", collection + query(parameters), writer, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String query(String... parameters) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&').append(parameters[i]).append('=');
            query.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("items").valueStream().map(item -> item.get("id").asString()).toList();
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Nested
    class Documents {
        @Test
        void are_inserted_read_replaced_patched_and_deleted() {
            HttpResponse<String> made = post("life", "{\"name\":\"Ann\",\"created\":\"never\",\"price\":1.10}");
            String path = made.headers().firstValue("Location").orElseThrow();
            String id = json(made).get("id").asString();
            assertThat(path).isEqualTo("/_fazt/docs/life/" + id);
            assertThat(made.body()).contains("\"price\":1.10").doesNotContain("never");

            HttpResponse<String> read = send("GET", "life/" + id, writer, "");
            assertThat(read.body()).isEqualTo(made.body());
            assertThat(etag(read)).isEqualTo(etag(made));
            assertThat(send("GET", "life/" + id, writer, "", "If-None-Match", etag(read)).statusCode()).isEqualTo(304);

            HttpResponse<String> replaced = send("PUT", "life/" + id, writer, "{\"name\":\"Bob\"}", "If-Match", etag(read));
            assertThat(replaced.statusCode()).isEqualTo(200);
            assertThat(send("PUT", "life/" + id, writer, "{}", "If-Match", etag(read)).statusCode()).isEqualTo(412);

            HttpResponse<String> patched = send(
                    "PATCH", "life/" + id, writer, "{\"name\":null,\"a\":{\"b\":1}}", "Content-Type", "application/merge-patch+json");
            assertThat(json(patched).has("name")).isFalse();
            assertThat(json(patched).at("/a/b").asInt()).isEqualTo(1);
            assertThat(etag(patched)).isNotEqualTo(etag(replaced));

            assertThat(send("DELETE", "life/" + id, writer, "", "If-Match", etag(replaced)).statusCode()).isEqualTo(412);
            assertThat(send("DELETE", "life/" + id, writer, "", "If-Match", etag(patched)).statusCode()).isEqualTo(204);
            for (String method : List.of("GET", "DELETE")) {
                assertThat(send(method, "life/" + id, writer, "").statusCode()).isEqualTo(404);
            }
            assertThat(send("PATCH", "life/" + id, writer, "{}").statusCode()).isEqualTo(404);
        }

        @Test
        void may_have_ids_that_the_caller_chose_once() {
            assertThat(json(post("named", "{\"id\":\"my.id-1\"}")).get("id").asString()).isEqualTo("my.id-1");
            assertThat(send("POST", "named", writer, "{\"id\":\"my.id-1\"}").statusCode()).isEqualTo(409);
            assertThat(send("PUT", "named/my.id-1", writer, "{}", "If-None-Match", "*").statusCode()).isEqualTo(412);
            HttpResponse<String> put = send("PUT", "named/two", writer, "{}", "If-None-Match", "*");
            assertThat(put.statusCode()).isEqualTo(201);
            assertThat(send("PUT", "named/three", writer, "{}", "If-Match", "*").statusCode()).isEqualTo(412);
            assertThat(send("POST", "named", writer, "{\"id\":\"a/b\"}").statusCode()).isEqualTo(422);
        }

        @Test
        void come_without_a_body_if_the_caller_prefers_so() {
            HttpResponse<String> made = post("minimal", "{\"a\":1}", "Prefer", "return=minimal");
            assertThat(made.body()).isEmpty();
            assertThat(made.headers().firstValue("Preference-Applied")).contains("return=minimal");
            assertThat(etag(made)).isNotEmpty();
        }

        @Test
        void are_made_once_for_an_idempotency_key() {
            HttpResponse<String> first = post("once", "{\"a\":1}", "Idempotency-Key", "k1");
            HttpResponse<String> again = post("once", "{ \"a\": 1 }", "Idempotency-Key", "k1");
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
            assertThat(send("POST", "once", writer, "{\"a\":2}", "Idempotency-Key", "k1").statusCode()).isEqualTo(422);
            assertThat(list("once", "count", "true").get("count").asInt()).isEqualTo(1);
            post("once", "{\"a\":2}", "Idempotency-Key", "k2");
        }

        @Test
        void name_the_path_below_the_control_host_in_their_location() {
            HttpResponse<String> made = server.control(
                    "POST", "/~shop/_fazt/docs/below", writer, "{}", "Content-Type", "application/json");
            assertThat(made.headers().firstValue("Location").orElseThrow()).startsWith("/~shop/_fazt/docs/below/");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"a\":|application/json|400", "[1]|application/json|422", "{}|text/plain|415", "a=1|application/x-www-form-urlencoded|415"
                })
        void are_refused_if_they_are_none(String body, String type, int status) {
            HttpResponse<String> response = send("POST", "bad", writer, body, "Content-Type", type);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
            if (status == 400) {
                assertThat(response.body()).contains("line 1, column");
            }
        }

        @Test
        void are_at_most_a_mebibyte() {
            String body = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
            assertThat(send("POST", "bad", writer, body).statusCode()).isEqualTo(413);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Upper", "1st", "a.b", "%2e%2e", "-a"})
        void live_in_collections_with_plain_names(String collection) {
            assertThat(send("POST", collection, writer, "{}").statusCode()).isIn(404, 422);
        }
    }

    @Nested
    class Lists {
        private void people() {
            if (list("people").get("items").isEmpty()) {
                post("people", "{\"id\":\"a\",\"name\":\"Ann\",\"age\":30,\"vip\":true,\"tags\":[\"x\",\"y\"],\"at\":{\"city\":\"Ulm\"}}");
                post("people", "{\"id\":\"b\",\"name\":\"Bob_1\",\"age\":4,\"vip\":false,\"tags\":[\"z\",7],\"at\":{\"city\":\"Bonn\"}}");
                post("people", "{\"id\":\"c\",\"name\":\"50%\",\"age\":\"30\",\"vip\":1,\"tags\":\"x\",\"nick\":\"50%\"}");
                post("people", "{\"id\":\"d\",\"age\":null,\"tags\":{\"x\":\"x\"},\"when\":\"2020-01-01T00:00:00.000Z\"}");
                post("people", "{\"id\":\"e\",\"name\":\"o'neil\",\"age\":4.5}");
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '→',
                quoteCharacter = '`',
                value = {
                    "age = 30→a", "age > 4→ae", "age >= 4→abe", "age < 30→be", "age = '30'→c", "age > '2'→c", "age != 30→bcde",
                    "age = null→d", "age != null→abce", "vip = true→a", "vip = false→b", "vip = 1→c", "vip != true→bcde",
                    "name ~ 'bob'→b", "name ~ 'b_b'→none", "name ~ '_'→b", "name ~ 'A%'→a", "name ~ '\\\\%'→c", "name !~ 'o'→acd",
                    "name = 'o\\'neil'→e", "name = \"x' OR '1'='1\"→none", "at.city = 'Ulm'→a", "at.city != null→ab", "at = 'Ulm'→none",
                    "tags ?= 'x'→ac", "tags ?= 7→b", "tags ?!= 'x'→ab", "tags ?~ 'Y'→a", "tags = 'x'→c", "name = nick→cd", "name = nick && nick != null→c",
                    "age > 4 && (vip = true || name ~ 'neil')→ae", "age = 30 || age = 4 && vip = true→a", "4 < age→ae",
                    "id >= 'd'→de", "created <= @now && id = 'a'→a", "created > '2020-01-01' && id = 'a'→a",
                    "updated > @tomorrow→none", "when < @now→d", "nothing.at.all = null && id = 'a'→a"
                })
        void show_what_the_filter_lets_through(String filter, String expected) {
            people();
            assertThat(String.join("", ids(list("people", "filter", filter))))
                    .isEqualTo(expected.equals("none") ? "" : expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"age >", "age = 1; DROP TABLE documents", "a-b = 1", "age == 30", "$x = 1"})
        void refuse_filters_that_they_do_not_understand(String filter) {
            assertThat(send("GET", "people" + query("filter", filter), writer, "").statusCode()).isEqualTo(422);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"age|dbeac", "-age|caebd", "vip,-age|edbca", "-id|edcba", "at.city|cdeba", "tags|abdec"})
        void come_in_the_order_and_in_pages_of_any_size(String sort, String expected) {
            people();
            for (String limit : List.of("1", "2", "3", "5")) {
                List<String> seen = new ArrayList<>();
                JsonNode page = list("people", "sort", sort, "limit", limit);
                seen.addAll(ids(page));
                while (page.has("cursor")) {
                    page = list("people", "sort", sort, "limit", limit, "cursor", page.get("cursor").asString());
                    seen.addAll(ids(page));
                }
                assertThat(String.join("", seen)).as("limit " + limit).isEqualTo(expected);
            }
        }

        @Test
        void carry_chosen_fields_and_a_count() {
            people();
            JsonNode page = list("people", "fields", "id,at.city", "limit", "1", "count", "true", "filter", "age > 4");
            assertThat(page.get("items").toString()).isEqualTo("[{\"id\":\"a\",\"at\":{\"city\":\"Ulm\"}}]");
            assertThat(page.get("count").asInt()).isEqualTo(2);
        }

        @Test
        void neither_repeat_nor_miss_when_others_insert_between_pages() {
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                made.add(json(post("moving", "{\"n\":" + i % 2 + "}")).get("id").asString());
            }
            JsonNode first = list("moving", "sort", "-created", "limit", "3");
            post("moving", "{\"n\":9}");
            JsonNode second = list("moving", "sort", "-created", "limit", "9", "cursor", first.get("cursor").asString());
            List<String> seen = new ArrayList<>(ids(first));
            seen.addAll(ids(second));
            assertThat(seen).isEqualTo(made.reversed());
            assertThat(second.has("cursor")).isFalse();
        }

        @Test
        void refuse_parameters_that_are_unknown_or_given_twice() {
            assertThat(send("GET", "people?fitler=x", writer, "").statusCode()).isEqualTo(422);
            assertThat(send("GET", "people?limit=1&limit=2", writer, "").statusCode()).isEqualTo(422);
        }

        @Test
        void show_no_documents_of_other_sites() {
            people();
            HttpResponse<String> other = server.site("other", "GET", "/_fazt/docs/people", writer, "");
            assertThat(json(other).get("items").isEmpty()).isTrue();
        }
    }

    @Nested
    class Rules {
        @Test
        void are_for_tokens_unless_changed() {
            assertThat(send("GET", "fresh", "", "").statusCode()).isEqualTo(401);
            assertThat(send("POST", "fresh", "", "{}").statusCode()).isEqualTo(401);
            String reader = server.token("docs:read");
            assertThat(send("GET", "fresh", reader, "").statusCode()).isEqualTo(200);
            assertThat(send("POST", "fresh", reader, "{}").statusCode()).isEqualTo(403);
            assertThat(send("POST", "fresh", server.ownerToken(), "{}").statusCode()).isEqualTo(201);
            String narrow = server.token("docs:write:fresh");
            assertThat(send("POST", "fresh", narrow, "{}").statusCode()).isEqualTo(201);
            assertThat(send("POST", "stale", narrow, "{}").statusCode()).isEqualTo(403);
        }

        @Test
        void let_everyone_in_or_no_one() {
            server.operation("docs", "rules", Map.of("site", "shop", "collection", "guests", "create", "anyone", "read", "owner"));
            JsonNode now = server.operation("docs", "rules", Map.of("site", "shop", "collection", "guests", "delete", "nobody"));
            assertThat(now.get("create").asString()).isEqualTo("anyone");
            HttpResponse<String> made = send("POST", "guests", "", "{\"id\":\"g\"}");
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(send("GET", "guests/g", "", "").statusCode()).isEqualTo(401);
            assertThat(send("GET", "guests/g", writer, "").statusCode()).isEqualTo(403);
            assertThat(send("GET", "guests/g", server.ownerToken(), "").statusCode()).isEqualTo(200);
            assertThat(send("DELETE", "guests/g", server.ownerToken(), "").statusCode()).isEqualTo(403);
            // Who may create and not update can put what is new, and nothing over what is there.
            assertThat(send("PUT", "guests/g", "", "{}").statusCode()).isEqualTo(401);
            assertThat(send("PUT", "guests/h", "", "{}").statusCode()).isEqualTo(201);
        }

        @Test
        void hold_for_the_operations_that_share_their_scope() {
            server.operation("docs", "rules", Map.of("site", "shop", "collection", "hidden", "read", "owner"));
            post("hidden", "{}");
            String path = "/api/docs/export?site=shop&collection=hidden";
            assertThat(server.control("GET", path, writer, "").statusCode()).isEqualTo(403);
            assertThat(server.control("GET", path, server.ownerToken(), "").statusCode()).isEqualTo(200);
        }

        @Test
        void must_be_ones_that_exist() {
            HttpResponse<String> response = server.control(
                    "POST", "/api/docs/rules", server.ownerToken(),
                    "{\"site\":\"shop\",\"collection\":\"x\",\"read\":\"everyone\"}", "Content-Type", "application/json");
            assertThat(response.statusCode()).isEqualTo(422);
        }
    }

    @Nested
    class Operations {
        @Test
        void list_export_and_drop() {
            for (int i = 0; i < 1_203; i++) {
                post("bulk", "{\"n\":" + i + "}", "Prefer", "return=minimal");
            }
            JsonNode listed = server.query("docs", "list", Map.of("site", "shop", "collection", "bulk", "filter", "n >= 1200"));
            assertThat(listed.get("items").size()).isEqualTo(3);

            String export = server.control("GET", "/api/docs/export?site=shop&collection=bulk", server.ownerToken(), "").body();
            assertThat(export.lines().map(line -> JSON.readTree(line).get("n").asInt()).toList())
                    .hasSize(1_203)
                    .isSorted();

            assertThat(server.query("docs", "collections", Map.of("site", "shop")).toString())
                    .contains("\"collection\":\"bulk\",\"documents\":1203");
            JsonNode dropped = server.operation("docs", "drop", Map.of("site", "shop", "collection", "bulk"));
            assertThat(dropped.get("documents").asInt()).isEqualTo(1_203);
            assertThat(list("bulk").get("items").isEmpty()).isTrue();
        }
    }
}
