package dev.fazt.host.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.host.StartupException;
import dev.fazt.host.TestServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts real servers and asks them as their users do. */
class PlatformTest {
    @TempDir
    Path folder;

    @Nested
    class Starting {
        @Test
        void creates_the_folders_and_a_file_that_only_its_owner_reads() throws Exception {
            Path nested = folder.resolve("servers/local");
            try (TestServer server = TestServer.start(nested)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.database())))
                        .isEqualTo("rw-------");
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(nested.resolve("data.db.run"))))
                        .isEqualTo("rw-------");
            }
        }

        @Test
        void refuses_a_second_server_on_the_same_file_and_names_the_holder() {
            try (TestServer server = TestServer.start(folder)) {
                assertThatThrownBy(() -> TestServer.start(folder))
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining("process " + ProcessHandle.current().pid())
                        .hasMessageContaining("already");
                assertThat(server.control("GET", "/readyz", "", "").statusCode()).isEqualTo(200);
            }
        }

        @Test
        void refuses_a_file_of_another_kind_and_leaves_it_alone() throws Exception {
            Path file = folder.resolve("data.db");
            Files.writeString(file, "dear diary, ".repeat(20));
            assertThatThrownBy(() -> TestServer.start(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("is not a Fazt data file");
            assertThat(Files.readString(file)).startsWith("dear diary");
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }

        @Test
        void refuses_a_file_of_a_newer_version() throws Exception {
            TestServer.start(folder).close();
            Path file = folder.resolve("data.db");
            byte[] bytes = Files.readAllBytes(file);
            bytes[63] = 99;
            Files.write(file, bytes);
            assertThatThrownBy(() -> TestServer.start(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("start a newer fazt");
        }

        @Test
        void refuses_a_file_that_is_damaged() throws Exception {
            TestServer.start(folder).close();
            Path file = folder.resolve("data.db");
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5a);
            Files.write(file, bytes);
            assertThatThrownBy(() -> TestServer.start(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("is damaged");
            assertThat(Files.readAllBytes(file)).endsWith((byte) 0x5a);
        }

        @Test
        void refuses_a_port_that_is_taken_and_lets_go_of_the_file() {
            try (TestServer server = TestServer.start(folder)) {
                Path other = folder.resolve("other/data.db");
                assertThatThrownBy(() -> FaztServer.start(new ServerConfiguration(
                                other, TestServer.bundledPlugins(), "127.0.0.1", server.port(), "localhost", List.of())))
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining("port " + server.port());
                assertThat(RunFile.read(other)).isEmpty();
                assertThat(other).doesNotExist();
                TestServer.start(folder.resolve("other")).close();
            }
        }

        @Test
        void keeps_everything_across_a_restart() {
            String token;
            try (TestServer server = TestServer.start(folder)) {
                server.createSite("blog");
                token = server.token("site:read");
            }
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.control("GET", "/api/site/list", token, "").body()).contains("\"blog\"");
            }
        }
    }

    @Nested
    class Plugins {
        @Test
        void are_all_found_in_the_folder() {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.query("server", "status", Map.of()).get("plugins"))
                        .extracting(plugin -> plugin.get("id").asString() + " " + plugin.get("state").asString())
                        .containsExactly("analytics started", "docs started", "forms started", "sites started");
            }
        }

        @Test
        void that_are_missing_are_named_and_everything_else_works() throws Exception {
            Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"), "docs");
            try (TestServer server = TestServer.start(folder, plugins)) {
                server.deploy("blog", Map.of("index.html", "<h1>Hello</h1>"));
                assertThat(server.get("blog", "/").statusCode()).isEqualTo(200);
                HttpResponse<String> site = server.get("blog", "/_fazt/docs/notes");
                assertThat(site.statusCode()).isEqualTo(404);
                assertThat(site.body()).contains("plugin 'docs' is not running");
                HttpResponse<String> control = server.control("GET", "/api/docs/collections", server.ownerToken(), "");
                assertThat(control.statusCode()).isEqualTo(404);
                assertThat(control.body()).contains("plugin 'docs' is not running");
            }
        }

        @Test
        void that_serve_content_are_named_when_missing() throws Exception {
            Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"), "sites");
            try (TestServer server = TestServer.start(folder, plugins)) {
                server.createSite("blog");
                assertThat(server.get("blog", "/").body()).contains("plugin 'sites' is not running");
            }
        }

        @Test
        void that_are_junk_are_left_out_with_their_reason() throws Exception {
            Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"));
            Files.writeString(plugins.resolve("junk.jar"), "not a jar at all");
            Files.write(plugins.resolve("empty-manifest.jar"), TestServer.zip(Map.of("a.txt", "a")));
            try (TestServer server = TestServer.start(folder, plugins)) {
                assertThat(server.query("server", "status", Map.of()).get("plugins"))
                        .filteredOn(plugin -> plugin.get("state").asString().equals("failed"))
                        .extracting(plugin -> plugin.get("id").asString() + ": " + plugin.get("reason").asString())
                        .anyMatch(text -> text.startsWith("junk.jar: it is not a jar"))
                        .anyMatch(text -> text.startsWith("empty-manifest.jar: it has no manifest"));
                assertThat(server.control("GET", "/readyz", "", "").statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Hosts {
        @Test
        void that_are_unknown_get_a_plain_answer_that_helps() {
            try (TestServer server = TestServer.start(folder)) {
                HttpResponse<String> response = server.get("nobody", "/");
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
                assertThat(response.body()).contains("fazt site deploy");
            }
        }

        @Test
        void of_sites_never_show_the_control_api() {
            try (TestServer server = TestServer.start(folder)) {
                server.createSite("blog");
                HttpResponse<String> response =
                        server.site("blog", "GET", "/api/server/status", server.ownerToken(), "");
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.body()).doesNotContain("uptime");
            }
        }

        @Test
        void show_sites_below_a_path_of_the_control_host_in_a_sandbox() {
            try (TestServer server = TestServer.start(folder)) {
                server.deploy("blog", Map.of("index.html", "<h1>Hello</h1>"));
                HttpResponse<String> response = server.control("GET", "/~blog/", "", "");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).isEqualTo("<h1>Hello</h1>");
                assertThat(response.headers().firstValue("Content-Security-Policy"))
                        .hasValue("sandbox allow-scripts allow-forms allow-popups");
                assertThat(server.control("GET", "/~blog", "", "").headers().firstValue("Location"))
                        .hasValue("/~blog/");
                assertThat(server.control("GET", "/~nobody/", "", "").statusCode()).isEqualTo(404);
            }
        }
    }

    @Nested
    class Credentials {
        @Test
        void are_needed_for_every_operation() {
            try (TestServer server = TestServer.start(folder)) {
                for (var operation : server.query("server", "operations", Map.of()).get("operations")) {
                    HttpResponse<String> response = server.control(
                            operation.get("method").asString(), operation.get("path").asString(), "", "");
                    assertThat(response.statusCode())
                            .as(operation.get("name").asString())
                            .isEqualTo(401);
                }
                assertThat(server.control("GET", "/metrics", "", "").statusCode()).isEqualTo(401);
            }
        }

        @Test
        void with_too_narrow_a_scope_are_refused_by_every_operation() {
            try (TestServer server = TestServer.start(folder)) {
                String narrow = server.token("nothing:at-all");
                for (var operation : server.query("server", "operations", Map.of()).get("operations")) {
                    HttpResponse<String> response = server.control(
                            operation.get("method").asString(), operation.get("path").asString(), narrow, "");
                    assertThat(response.statusCode())
                            .as(operation.get("name").asString())
                            .isEqualTo(403);
                }
            }
        }

        @Test
        void that_are_wrong_or_revoked_are_refused() {
            try (TestServer server = TestServer.start(folder)) {
                assertThat(server.control("GET", "/api/site/list", "fazt_wrong", "").statusCode()).isEqualTo(401);
                var token = server.operation("token", "create", Map.of("name", "ci", "scopes", "site:read"));
                String secret = token.get("token").asString();
                assertThat(server.control("GET", "/api/site/list", secret, "").statusCode()).isEqualTo(200);
                server.operation("token", "revoke", Map.of("id", token.get("id").asString()));
                assertThat(server.control("GET", "/api/site/list", secret, "").statusCode()).isEqualTo(401);
            }
        }

        @Test
        void can_not_give_away_more_than_they_have() {
            try (TestServer server = TestServer.start(folder)) {
                String narrow = server.token("token:create,docs:read");
                String all = "{\"name\":\"x\",\"scopes\":\"*\"}";
                String same = "{\"name\":\"x\",\"scopes\":\"docs:read\"}";
                assertThat(server.control("POST", "/api/token/create", narrow, all).statusCode()).isEqualTo(403);
                assertThat(server.control("POST", "/api/token/create", narrow, same).statusCode()).isEqualTo(200);
            }
        }

        @Test
        void show_only_the_operations_that_they_allow() {
            try (TestServer server = TestServer.start(folder)) {
                String listing = server.control("GET", "/api/server/operations", server.token("forms:read"), "").body();
                assertThat(listing).contains("forms.export").doesNotContain("token.create");
            }
        }

        @Test
        void make_one_person_the_owner_once() {
            try (TestServer server = TestServer.start(folder)) {
                String link = server.server().setupUrl().orElseThrow();
                String code = link.substring(link.indexOf("code=") + 5);
                String form = "Content-Type";
                String type = "application/x-www-form-urlencoded";
                assertThat(server.control("POST", "/setup", "", "code=wrong&password=correct+horse+battery", form, type)
                                .statusCode())
                        .isEqualTo(403);
                assertThat(server.control("POST", "/setup", "", "code=" + code + "&password=short", form, type)
                                .statusCode())
                        .isEqualTo(422);
                String right = "code=" + code + "&password=correct+horse+battery";
                assertThat(server.control("POST", "/setup", "", right, form, type).statusCode()).isEqualTo(200);
                assertThat(server.control("POST", "/setup", "", right, form, type).statusCode()).isEqualTo(409);
                assertThat(server.server().setupUrl()).isEmpty();
                assertThat(basic(server, "owner:correct horse battery")).isEqualTo(200);
                assertThat(basic(server, "owner:correct horse batterx")).isEqualTo(401);
                for (int i = 0; i < 10; i++) {
                    basic(server, "owner:guess" + i);
                }
                assertThat(basic(server, "owner:guess")).isEqualTo(429);
            }
        }

        private int basic(TestServer server, String pair) {
            String value = java.util.Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return server.control("GET", "/api/site/list", "", "", "Authorization", "Basic " + value)
                    .statusCode();
        }
    }

    @Nested
    class BadInput {
        @Test
        void names_the_parameter_that_is_missing_or_wrong() {
            try (TestServer server = TestServer.start(folder)) {
                String owner = server.ownerToken();
                assertThat(server.control("POST", "/api/site/create", owner, "{}").body()).contains("'name' is required");
                HttpResponse<String> bad = server.control("POST", "/api/site/create", owner, "{\"name\":\"Über\"}");
                assertThat(bad.statusCode()).isEqualTo(422);
                assertThat(bad.body()).contains("is not a site name").doesNotContain("at dev.fazt");
                assertThat(server.control("POST", "/api/site/create", owner, "{oops").statusCode()).isEqualTo(400);
                assertThat(server.control("POST", "/api/site/create", owner, "{\"name\":\"a\",\"x\":1}").body())
                        .contains("no parameter 'x'");
            }
        }

        @Test
        void that_is_too_large_gets_413() {
            try (TestServer server = TestServer.start(folder)) {
                HttpResponse<String> response = server.control(
                        "POST", "/api/site/create", server.ownerToken(), "{\"name\":\"" + "a".repeat(1 << 20) + "\"}");
                assertThat(response.statusCode()).isEqualTo(413);
            }
        }

        @Test
        void ends_the_connection_when_the_client_wants_it_to() throws Exception {
            try (TestServer server = TestServer.start(folder);
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 404").contains("Connection: close");
            }
        }

        @Test
        void from_a_page_of_another_origin_changes_nothing() {
            try (TestServer server = TestServer.start(folder)) {
                HttpResponse<String> response = server.control(
                        "POST", "/api/site/create", server.ownerToken(), "{\"name\":\"blog\"}", "Sec-Fetch-Site", "cross-site");
                assertThat(response.statusCode()).isEqualTo(403);
                assertThat(server.query("site", "list", Map.of()).get("sites")).isEmpty();
            }
        }
    }
}
