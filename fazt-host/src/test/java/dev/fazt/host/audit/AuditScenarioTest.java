package dev.fazt.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.PluginSource;
import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuditScenarioTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<JsonNode> lines(Map<String, ?> query) {
        return server.query("audit", "list", query).get("lines").valueStream().toList();
    }

    private List<String> told(Map<String, ?> query) {
        return lines(query).stream()
                .map(line -> "%s %s %s %s %s".formatted(
                        line.get("kind").asString(),
                        line.get("name").asString(),
                        line.get("operation").asString(),
                        line.get("target").asString(),
                        line.get("outcome").asString()))
                .toList();
    }

    @Nested
    class A_line {
        @Test
        void tells_who_did_what_to_what_from_where_and_how_it_ended() {
            server.createSite("blog");
            JsonNode line = lines(Map.of()).getFirst();
            assertThat(line.get("operation").asString()).isEqualTo("site.create");
            assertThat(line.get("target").asString()).isEqualTo("blog");
            assertThat(line.get("kind").asString()).isEqualTo("owner");
            assertThat(line.get("via").asString()).isEqualTo("local");
            assertThat(line.get("address").asString()).isEqualTo("127.0.0.1");
            assertThat(line.get("outcome").asString()).isEqualTo("done");
            assertThat(line.get("status").asInt()).isEqualTo(200);
            assertThat(line.get("millis").asLong()).isNotNegative();
            assertThat(Instant.parse(line.get("at").asString())).isBetween(Instant.now().minus(5, ChronoUnit.MINUTES), Instant.now());
        }

        @Test
        void names_the_token_and_what_was_refused() {
            server.createSite("blog");
            String token = server.token("site:create");
            String id = server.query("token", "list", Map.of()).get("tokens").get(0).get("id").asString();
            server.control("POST", "/api/site/create", token, "{\"name\":\"www\"}");
            server.control("POST", "/api/docs/drop", token, "{\"site\":\"blog\",\"collection\":\"notes\"}");
            assertThat(told(Map.of("name", "test")))
                    .containsExactlyInAnyOrder("token test site.create www refused", "token test docs.drop  refused");
            assertThat(lines(Map.of("name", "test"))).allMatch(line -> line.get("credential").asString().equals(id));
            assertThat(lines(Map.of("operation", "docs")).getFirst().get("status").asInt()).isEqualTo(403);
        }

        @Test
        void of_a_dry_run_says_so() {
            server.createSite("blog");
            server.operation("docs", "drop", Map.of("site", "blog", "collection", "notes", "dryRun", true));
            assertThat(told(Map.of("operation", "docs.drop"))).containsExactly("owner owner docs.drop blog notes dry-run");
        }

        @Test
        void is_left_by_data_that_go_out_but_not_by_a_look() {
            server.createSite("blog");
            server.query("docs", "collections", Map.of("site", "blog"));
            server.control("GET", "/api/docs/export?site=blog&collection=notes", server.ownerToken(), "");
            assertThat(told(Map.of("operation", "docs"))).containsExactly("owner owner docs.export blog notes done");
        }

        @Test
        void is_on_disk_before_the_answer() {
            server.createSite("blog");
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM audit WHERE operation = 'site.create' AND outcome = 'done'"))
                    .isEqualTo("1");
            assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM audit WHERE operation = 'site.create' AND outcome = 'begun'"))
                    .isEqualTo("1");
        }

        @Test
        void never_holds_a_secret() {
            String secret = server.token("site:read");
            String code = server.server().setupUrl().orElseThrow().split("code=", 2)[1];
            server.control("POST", "/setup", "", "code=" + code + "&password=my+very+secret", "Content-Type", "application/x-www-form-urlencoded");
            server.control("POST", "/login", "", "password=guessed+secret", "Content-Type", "application/x-www-form-urlencoded");
            server.operation("owner", "password", Map.of("password", "another secret"));
            server.createSite("blog");
            server.operation("sites", "protect", Map.of("site", "blog", "password", "the sites secret"));
            server.control("GET", "/api/site/list", "fazt_wrong", "");
            String all = server.query("audit", "list", Map.of()).toString();
            assertThat(all)
                    .contains("token.create", "owner.become", "owner.password", "sites.protect", "login")
                    .doesNotContain("secret", secret, code, "fazt_wrong", server.ownerToken());
        }

        @Test
        void can_not_smuggle_in_another_or_act_on_a_terminal() {
            server.operation("token", "create", Map.of("name", "x", "scopes", "docs:read"));
            server.control("POST", "/api/site/create", server.ownerToken(), "{\"name\":\"a\\u001b[2J\\n\"}");
            assertThat(lines(Map.of("operation", "site.create")).getFirst().get("target").asString()).isEqualTo("a?[2J?");
        }
    }

    @Nested
    class Logins {
        @Test
        void are_written_down_as_they_succeed_and_as_they_fail() {
            String form = "application/x-www-form-urlencoded";
            String code = server.server().setupUrl().orElseThrow().split("code=", 2)[1];
            server.control("POST", "/setup", "", "code=wrong&password=correct+horse+battery", "Content-Type", form);
            server.control("POST", "/setup", "", "code=" + code + "&password=correct+horse+battery", "Content-Type", form);
            server.control("POST", "/login", "", "password=wrong", "Content-Type", form);
            HttpResponse<String> in = server.control("POST", "/login", "", "password=correct+horse+battery", "Content-Type", form);
            String cookie = in.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            server.control("POST", "/logout", "", "", "Cookie", cookie);
            server.control("GET", "/api/site/list", "fazt_wrong", "");
            assertThat(told(Map.of()))
                    .containsExactlyInAnyOrder(
                            "anonymous  owner.become  refused",
                            "anonymous  owner.become  done",
                            "owner owner login owner done",
                            "anonymous  login owner refused",
                            "owner owner login owner done",
                            "owner owner logout owner done",
                            "anonymous  login token refused");
        }

        @Test
        void that_fail_again_and_again_are_counted_instead_of_listed() {
            for (int i = 0; i < 200; i++) {
                server.control("GET", "/api/site/list", "fazt_wrong" + i, "");
            }
            assertThat(lines(Map.of("operation", "login", "limit", 500))).hasSizeBetween(100, 130);
        }
    }

    @Nested
    class The_list {
        @Test
        void begins_when_it_is_told_to() {
            server.createSite("blog");
            assertThat(lines(Map.of("since", "2h"))).hasSize(1);
            assertThat(lines(Map.of("since", "7d", "until", "1h"))).isEmpty();
            assertThat(lines(Map.of("since", Instant.now().minusSeconds(600).toString()))).hasSize(1);
            assertThat(lines(Map.of("since", Instant.now().plusSeconds(600).toString()))).isEmpty();
            HttpResponse<String> wrong = server.control("GET", "/api/audit/list?since=yesterday&limit=0", server.ownerToken(), "");
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(server.control("GET", "/api/audit/list?since=yesterday", server.ownerToken(), "").body())
                    .contains("like 2h or 7d, not 'yesterday'");
        }

        @Test
        void is_narrowed_by_operation_name_and_outcome() {
            server.createSite("blog");
            server.token("docs:read");
            server.control("POST", "/api/site/create", server.ownerToken(), "{\"name\":\"www\"}");
            assertThat(told(Map.of("operation", "token"))).containsExactly("owner owner token.create test docs:read done");
            assertThat(told(Map.of("operation", "tok"))).isEmpty();
            assertThat(told(Map.of("outcome", "refused"))).containsExactly("owner owner site.create www refused");
            assertThat(told(Map.of("name", "nobody"))).isEmpty();
            assertThat(server.control("GET", "/api/audit/list?outcome=maybe", server.ownerToken(), "").body())
                    .contains("one of begun, done, dry-run, refused, failed");
        }

        @Test
        void goes_on_where_a_page_ended() {
            for (int i = 0; i < 7; i++) {
                server.createSite("site" + i);
            }
            JsonNode first = server.query("audit", "list", Map.of("limit", 5));
            JsonNode second = server.query("audit", "list", Map.of("limit", 5, "cursor", first.get("cursor").asString()));
            assertThat(first.get("lines")).extracting(line -> line.get("target").asString())
                    .containsExactly("site6", "site5", "site4", "site3", "site2");
            assertThat(second.get("lines")).extracting(line -> line.get("target").asString()).containsExactly("site1", "site0");
            assertThat(second.has("cursor")).isFalse();
        }

        @Test
        void is_read_with_its_own_scope_only() {
            assertThat(server.control("GET", "/api/audit/list", server.token("audit:read"), "").statusCode()).isEqualTo(200);
            assertThat(server.control("GET", "/api/audit/list", server.token("token:read,site:read"), "").statusCode()).isEqualTo(403);
        }
    }

    @Nested
    class A_plugin {
        @Test
        void can_not_change_the_log() throws Exception {
            Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"), "sites", "docs", "analytics", "forms");
            PluginSource.pack(plugins, "forger", "example.Forger", """
                    package example;
                    import dev.fazt.api.*;
                    import dev.fazt.api.operation.*;
                    public final class Forger implements FaztPlugin {
                        public record Statement(String sql) {}
                        public record Changed(int rows) {}
                        @Override
                        public void start(PluginContext context) {
                            context.operation(Operation.write("forger.forge", "Forge", Statement.class, Changed.class, (p, call) ->
                                    new Changed(context.storage().write(sql -> sql.update(p.sql())))));
                        }
                    }
                    """);
            try (TestServer other = TestServer.start(folder.resolve("other"), plugins)) {
                other.createSite("blog");
                for (String sql : List.of(
                        "DELETE FROM audit",
                        "delete from main . audit",
                        "delete from \"main\".\"audit\"",
                        "UPDATE OR IGNORE audit SET name = 'nobody'",
                        "DELETE FROM \"audit\" WHERE outcome = 'done'",
                        "UPDATE audit SET name = 'nobody'",
                        "UPDATE/**/audit SET name = 'nobody'",
                        "INSERT INTO audit (id) VALUES ('x')",
                        "WITH x AS (SELECT 1) DELETE FROM audit")) {
                    HttpResponse<String> response =
                            other.control("POST", "/api/forger/forge", other.ownerToken(), "{\"sql\":\"%s\"}".formatted(sql.replace("\"", "\\\"")));
                    assertThat(response.statusCode()).as(sql).isEqualTo(500);
                }
                assertThat(other.query("audit", "list", Map.of("operation", "site")).get("lines")).hasSize(1);
            }
        }
    }

    @Nested
    class When_the_server_is_killed_in_the_middle {
        @Test
        void the_act_is_listed_as_begun() {
            server.createSite("blog");
            server.close();
            TestServer.sqlite(server.database(), "DELETE FROM audit WHERE outcome = 'done'");
            server = TestServer.start(folder);
            assertThat(told(Map.of())).containsExactly("owner owner site.create blog begun");
            assertThat(lines(Map.of()).getFirst().has("status")).isFalse();
        }
    }

    @Nested
    class Old_lines {
        @Test
        void go_when_their_time_has_come() {
            server.createSite("blog");
            server.close();
            long old = Instant.now().minus(366, ChronoUnit.DAYS).toEpochMilli();
            TestServer.sqlite(server.database(), "UPDATE audit SET at = " + old);
            server = TestServer.start(folder);
            server.createSite("shop");
            while (told(Map.of()).size() > 1) {
                Thread.onSpinWait(); // the sweep at the start runs beside the requests
            }
            assertThat(told(Map.of())).containsExactly("owner owner site.create shop done");
        }
    }
}
