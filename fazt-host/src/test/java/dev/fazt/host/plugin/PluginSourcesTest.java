package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fazt.host.Sha256;
import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Installs plugins from where they come from: signed files, addresses, and repositories. */
class PluginSourcesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private TestServer server;
    private HttpServer elsewhere;
    private Path inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        server = TestServer.start(folder, inbox);
        server.createSite("blog");
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] file = files.get(path);
            if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().add("Location", redirects.get(path));
                exchange.sendResponseHeaders(302, -1);
            } else if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
            }
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void stop() {
        elsewhere.stop(0);
        server.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + path;
    }

    private HttpResponse<String> post(String verb, Map<String, ?> parameters) {
        return server.control("POST", "/api/plugin/" + verb, server.ownerToken(), JSON.writeValueAsString(parameters), "Content-Type", "application/json");
    }

    private String body(String plugin) {
        return server.get("blog", "/_fazt/" + plugin + "/").body();
    }

    private static void assertRefused(HttpResponse<String> response, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).contains(reason);
    }

    @Nested
    class A_signature {
        private final KeyPair author = pair();
        private final KeyPair other = pair();

        private HttpResponse<String> install(byte[] jar, KeyPair signer, String more) throws Exception {
            String query = "?signature=" + encoded(sign(jar, signer)) + "&publicKey=" + encoded(signer.getPublic().getEncoded()) + more;
            return server.send("127.0.0.1", "POST", "/api/plugin/install" + query, server.ownerToken(), jar);
        }

        private HttpResponse<String> unsigned(byte[] jar) {
            return server.send("127.0.0.1", "POST", "/api/plugin/install?upgrade=true", server.ownerToken(), jar);
        }

        private static String encoded(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes).replace("+", "%2B").replace("=", "%3D").replace("/", "%2F");
        }

        private static KeyPair pair() {
            try {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] sign(byte[] jar, KeyPair signer) throws Exception {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signer.getPrivate());
            signature.update(jar);
            return signature.sign();
        }

        @Test
        void pins_its_key_until_the_owner_trusts_another() throws Exception {
            byte[] one = SourceJar.saying("hello", "1.0.0", "one").bytes();
            byte[] two = SourceJar.saying("hello", "2.0.0", "two").bytes();
            assertThat(install(one, author, "").statusCode()).isEqualTo(200);
            assertRefused(unsigned(two), "is not signed");
            assertRefused(install(two, other, "&upgrade=true"), "signed with another key");
            assertThat(body("hello")).isEqualTo("one");
            assertThat(install(two, author, "&upgrade=true").statusCode()).isEqualTo(200);
            assertThat(body("hello")).isEqualTo("two");
            byte[] three = SourceJar.saying("hello", "3.0.0", "three").bytes();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(other.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
            assertThat(post("trust", Map.of("id", "hello", "publicKey", pem)).statusCode()).isEqualTo(200);
            assertRefused(install(three, author, "&upgrade=true"), "signed with another key");
            assertThat(install(three, other, "&upgrade=true").statusCode()).isEqualTo(200);
            post("trust", Map.of("id", "hello"));
            assertThat(unsigned(SourceJar.saying("hello", "4.0.0", "four").bytes()).statusCode()).isEqualTo(200);
        }

        @Test
        void that_fits_another_jar_is_refused() throws Exception {
            byte[] one = SourceJar.saying("hello", "1.0.0", "one").bytes();
            byte[] two = SourceJar.saying("hello", "1.0.0", "two").bytes();
            String query = "?signature=" + encoded(sign(two, author)) + "&publicKey=" + encoded(author.getPublic().getEncoded());
            assertRefused(server.send("127.0.0.1", "POST", "/api/plugin/install" + query, server.ownerToken(), one), "does not fit");
            assertRefused(
                    server.send("127.0.0.1", "POST", "/api/plugin/install?signature=AAAA", server.ownerToken(), one), "go together");
        }

        @Test
        void lies_beside_the_jar_in_the_inbox() throws Exception {
            byte[] one = SourceJar.saying("hello", "1.0.0", "one").bytes();
            Files.write(inbox.resolve("hello.jar.sig"), sign(one, author));
            Files.writeString(inbox.resolve("hello.jar.pub"), Base64.getEncoder().encodeToString(author.getPublic().getEncoded()));
            Files.write(inbox.resolve("hello.jar"), one);
            server.close();
            server = TestServer.start(folder, inbox);
            assertThat(body("hello")).isEqualTo("one");
            assertThat(server.query("plugin", "show", Map.of("id", "hello")).get("publicKey").asString())
                    .isEqualTo(Base64.getEncoder().encodeToString(author.getPublic().getEncoded()));
        }
    }

    @Nested
    class An_address {
        private HttpResponse<String> fetch(String source, String sum) {
            return post("fetch", Map.of("source", source, "sha256", sum));
        }

        @Test
        void needs_the_sum_of_the_jar() {
            byte[] jar = SourceJar.saying("hello", "1.0.0", "one").bytes();
            files.put("/hello.jar", jar);
            assertThat(post("fetch", Map.of("source", url("/hello.jar"))).body()).contains("--sha256");
            assertRefused(fetch(url("/hello.jar"), "0".repeat(64)), "not the one that was given");
            redirects.put("/moved.jar", "/hello.jar");
            assertThat(fetch(url("/moved.jar"), Sha256.of(jar)).statusCode()).isEqualTo(200);
            assertThat(body("hello")).isEqualTo("one");
        }

        @Test
        void must_be_safe_and_have_the_file() {
            redirects.put("/away.jar", "http://example.org/hello.jar");
            redirects.put("/round.jar", "/round.jar");
            String sum = "0".repeat(64);
            assertRefused(fetch("http://example.org/hello.jar", sum), "not an address to fetch from");
            assertRefused(fetch("file:///etc/passwd", sum), "not an address to fetch from");
            assertRefused(fetch(url("/away.jar"), sum), "not an address to fetch from");
            assertRefused(fetch(url("/round.jar"), sum), "leads on and on");
            assertRefused(fetch(url("/missing.jar"), sum), "answered 404");
            assertRefused(fetch("http://127.0.0.1:1/hello.jar", sum), "can not be fetched");
        }
    }

    @Nested
    class A_repository {
        private Map<String, Object> release(String version, String path, byte[] jar, String requires) {
            Map<String, Object> release = new HashMap<>(Map.of("version", version, "url", path, "sha256", Sha256.of(jar)));
            release.put("requires", requires);
            release.put("somethingNew", true);
            return release;
        }

        private void publish(Object... releases) {
            files.put("/repo/plugins.json", JSON.writeValueAsBytes(
                    Map.of("plugins", java.util.List.of(Map.of("id", "hello", "description", "Says hello", "versions", releases)))));
        }

        private HttpResponse<String> fetch(String id) {
            return post("fetch", Map.of("source", id, "repository", url("/repo/plugins.json"), "upgrade", true));
        }

        @Test
        void gives_the_newest_version_that_fits() {
            byte[] one = SourceJar.saying("hello", "1.9.0", "nine").bytes();
            byte[] two = SourceJar.saying("hello", "1.10.0", "ten").bytes();
            files.put("/repo/one.jar", one);
            files.put("/repo/two.jar", two);
            publish(release("1.10.0", "two.jar", two, ">=0.1.0"), release("1.9.0", "one.jar", one, ">=0.1.0"),
                    release("2.0.0", "no.jar", two, ">=99.0.0"), release("1.11.0-beta.1", "no.jar", two, ">=0.1.0"),
                    release("broken", "no.jar", two, ">=0.1.0"), release("1.12.0", "no.jar", two, "((("));
            assertThat(server.query("plugin", "search", Map.of("repository", url("/repo/plugins.json"))).toString())
                    .contains("Says hello").contains("2.0.0");
            assertThat(fetch("hello").statusCode()).isEqualTo(200);
            assertThat(body("hello")).isEqualTo("ten");
            assertRefused(fetch("nothing"), "the repository has no plugin 'nothing'");
        }

        @Test
        void can_be_a_site_of_the_server_itself() throws Exception {
            server.close();
            server = TestServer.start(folder);
            byte[] jar = SourceJar.saying("hello", "1.0.0", "one").bytes();
            String index = JSON.writeValueAsString(Map.of("plugins", java.util.List.of(
                    Map.of("id", "hello", "versions", java.util.List.of(release("1.0.0", "/~repo/hello.jar", jar, ">=0.1.0"))))));
            server.upload("repo", TestServer.zipBytes(Map.of("plugins.json", index.getBytes(StandardCharsets.UTF_8), "hello.jar", jar)));
            HttpResponse<String> fetched = post("fetch", Map.of("source", "hello", "repository", server.url() + "/~repo/plugins.json"));
            assertThat(fetched.statusCode()).as(fetched.body()).isEqualTo(200);
            assertThat(body("hello")).isEqualTo("one");
        }

        @Test
        void that_is_none_says_so() {
            files.put("/repo/plugins.json", "{\"plugins\": [".getBytes(StandardCharsets.UTF_8));
            assertRefused(fetch("hello"), "index is not what it should be");
            publish(release("1.0.0", "http://example.org/x.jar", new byte[1], ">=0.1.0"));
            assertRefused(fetch("hello"), "not an address to fetch from");
            assertThat(post("fetch", Map.of("source", "hello")).body()).contains("no repository is set");
        }
    }
}
