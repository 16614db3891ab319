package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import dev.fazt.host.domain.HttpProofFiles;
import dev.fazt.host.domain.OwnershipProof;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Gives sites domains of their own. The Internet is a map of DNS records and a second server on this machine. */
class DomainScenarioTest {
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Map<String, URI> hosts = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private WebServer elsewhere;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeEach
    void start() {
        elsewhere = WebServer.builder()
                .port(0)
                .host("127.0.0.1")
                .routing(routing -> routing.get("/.well-known/redirect/*", (request, response) -> response.status(404).send())
                        .get("/*", (request, response) -> {
                            String path = request.prologue().uriPath().rawPath();
                            String text = files.get(path);
                            if (text == null) {
                                response.status(404).send();
                            } else if (text.startsWith("->")) {
                                response.status(302).header("Location", text.substring(2)).send();
                            } else {
                                response.send(text);
                            }
                        }))
                .build()
                .start();
        server = startServer();
        server.deploy("blog", Map.of("index.html", "blog", "a/index.html", "page"));
        server.deploy("shop", Map.of("index.html", "shop"));
    }

    private TestServer startServer() {
        URI nobody = URI.create("http://127.0.0.1:1");
        return TestServer.start(
                folder,
                TestServer.bundledPlugins(),
                new OwnershipProof(
                        name -> records.getOrDefault(name, List.of()),
                        new HttpProofFiles(host -> hosts.getOrDefault(host.value(), nobody))));
    }

    @AfterEach
    void stop() {
        server.close();
        elsewhere.stop();
    }

    @Nested
    class A_domain_is_served {

        @Test
        void once_a_record_in_its_dns_shows_the_token() {
            JsonNode asked = add("blog", "Example.ORG.");
            assertThat(asked.get("serving").asBoolean()).isFalse();
            assertThat(asked.get("domain").asString()).isEqualTo("example.org");
            assertThat(asked.get("txtName").asString()).isEqualTo("_fazt.example.org");
            assertThat(asked.get("next").asString()).contains("fazt site domain add blog example.org");
            String token = asked.get("token").asString();
            assertThat(token).matches("[0-9a-f]{40}");
            assertThat(get("example.org", "/").statusCode()).as("not before").isEqualTo(404);
            records.put("_fazt.example.org", List.of("v=spf1 -all", "not-" + token));
            assertThat(add("blog", "example.org").get("serving").asBoolean()).isFalse();
            records.put("_fazt.example.org", List.of("v=spf1 -all", token));
            JsonNode proven = add("blog", "example.org");
            assertThat(proven.get("serving").asBoolean()).isTrue();
            assertThat(get("example.org", "/").body()).isEqualTo("blog");
            assertThat(get("EXAMPLE.org", "/a/").body()).isEqualTo("page");
            assertThat(server.get("blog", "/").body()).as("the site keeps its own host").isEqualTo("blog");
        }

        @Test
        void once_a_file_there_shows_the_token() {
            hosts.put("example.org", URI.create("http://127.0.0.1:" + elsewhere.port()));
            String token = add("blog", "example.org").get("token").asString();
            files.put("/.well-known/fazt-" + token, "->/moved");
            files.put("/moved", token);
            assertThat(add("blog", "example.org").get("serving").asBoolean()).as("a redirect proves nothing").isFalse();
            files.put("/.well-known/fazt-" + token, "something else");
            assertThat(add("blog", "example.org").get("serving").asBoolean()).isFalse();
            files.put("/.well-known/fazt-" + token, token + "\n");
            assertThat(add("blog", "example.org").get("serving").asBoolean()).isTrue();
            assertThat(get("example.org", "/").body()).isEqualTo("blog");
        }

        @Test
        void once_it_leads_to_this_server() {
            String token = add("blog", "example.org").get("token").asString();
            assertThat(get("example.org", "/.well-known/fazt-" + token).body()).isEqualTo(token);
            assertThat(get("example.net", "/.well-known/fazt-" + token).statusCode()).isEqualTo(404);
            assertThat(get("example.org", "/.well-known/fazt-").statusCode()).isEqualTo(404);
            assertThat(get("example.org", "/").statusCode()).isEqualTo(404);
        }

        @Test
        void after_a_restart_too_until_it_is_removed() {
            give("blog", "example.org");
            server.close();
            server = startServer();
            assertThat(get("example.org", "/").body()).isEqualTo("blog");
            JsonNode listed = server.query("site", "domain-list", Map.of()).get("domains");
            assertThat(listed.size()).isEqualTo(1);
            assertThat(listed.get(0).get("site").asString()).isEqualTo("blog");
            server.operation("site", "domain-remove", Map.of("name", "blog", "domain", "example.org"));
            assertThat(get("example.org", "/").statusCode()).isEqualTo(404);
            assertThat(get("www.example.org", "/").statusCode()).isEqualTo(404);
            assertThat(operation("domain-remove", "blog", "example.org").statusCode()).isEqualTo(404);
        }

        @Test
        void with_letters_of_any_language() {
            give("blog", "b\u00fccher.example");
            assertThat(get("xn--bcher-kva.example", "/").body()).isEqualTo("blog");
        }
    }

    @Nested
    class The_host_with_www {

        @Test
        void leads_to_the_one_without_and_the_other_way_round() {
            give("blog", "example.org");
            HttpResponse<String> www = get("www.example.org", "/a%20b?x=1&y");
            assertThat(www.statusCode()).isEqualTo(308);
            assertThat(www.headers().firstValue("location"))
                    .contains("//example.org:" + server.port() + "/a%20b?x=1&y");
            give("shop", "www.example.net");
            assertThat(get("www.example.net", "/").body()).isEqualTo("shop");
            assertThat(get("example.net", "/").headers().firstValue("location")).contains("//www.example.net:" + server.port() + "/");
        }

        @Test
        void may_be_a_site_of_its_own() {
            give("blog", "example.org");
            give("shop", "www.example.org");
            assertThat(get("example.org", "/").body()).isEqualTo("blog");
            assertThat(get("www.example.org", "/").body()).isEqualTo("shop");
        }
    }

    @Nested
    class A_domain_is_refused {

        @Test
        void if_another_site_has_it() {
            String asked = add("shop", "example.org").get("token").asString();
            give("blog", "example.org");
            HttpResponse<String> refused = operation("domain-add", "shop", "example.org");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("is a domain of site 'blog'");
            records.put("_fazt.example.org", List.of(asked));
            assertThat(operation("domain-add", "shop", "example.org").statusCode()).isEqualTo(409);
            assertThat(get("example.org", "/").body()).isEqualTo("blog");
            server.operation("site", "domain-remove", Map.of("name", "blog", "domain", "example.org"));
            assertThat(add("shop", "example.org").get("serving").asBoolean()).isTrue();
            assertThat(get("example.org", "/").body()).isEqualTo("shop");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", "org", "127.0.0.1", "[::1]", "http://example.org", "example.org:80", "example.org/", "a..org", "-a.org", "a_b.org",
                    "*.example.org", "exa mple.org", "1.2.3.4.5", "example.o", "a\u0000.org"
                })
        void if_it_is_none(String domain) {
            assertThat(operation("domain-add", "blog", domain).statusCode()).as(domain).isEqualTo(422);
        }

        @ParameterizedTest
        @CsvSource({"admin.localhost", "blog.localhost", "new.localhost"})
        void if_it_is_the_servers_own(String domain) {
            assertThat(operation("domain-add", "blog", domain).body()).contains("belongs to the server itself");
        }

        @Test
        void if_there_is_no_such_site() {
            assertThat(operation("domain-add", "nowhere", "example.org").statusCode()).isEqualTo(404);
        }
    }

    /** Gives a domain to a site whose owner has done what was asked. */
    private void give(String site, String domain) {
        JsonNode asked = add(site, domain);
        records.put(asked.get("txtName").asString(), List.of(asked.get("token").asString()));
        assertThat(add(site, domain).get("serving").asBoolean()).isTrue();
    }

    private JsonNode add(String site, String domain) {
        return server.operation("site", "domain-add", Map.of("name", site, "domain", domain));
    }

    private HttpResponse<String> operation(String verb, String site, String domain) {
        return server.control(
                "POST", "/api/site/" + verb, server.ownerToken(),
                "{\"name\":\"%s\",\"domain\":\"%s\"}".formatted(site, domain.replace("\0", "\\u0000")));
    }

    private HttpResponse<String> get(String host, String path) {
        return server.send(host, "GET", path, "", NOTHING);
    }
}
