package dev.fazt.host;

import dev.fazt.host.domain.OwnershipProof;
import dev.fazt.host.plugin.PluginConfiguration;
import dev.fazt.host.server.FaztServer;
import dev.fazt.host.server.RunFile;
import dev.fazt.host.server.ServerConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is a real server on a free port, with a real data file and the bundled plugins, and a client that speaks to it.
 *
 * <p>Sites are addressed below {@code /~name} of the control host or, as {@link #site} does, by their own {@code Host}, which needs
 * {@code jdk.httpclient.allowRestrictedHeaders=host} (set by the build).
 */
public final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final FaztServer server;
    private final Path database;

    private TestServer(ServerConfiguration configuration, OwnershipProof proof) {
        this.database = configuration.database();
        this.server = FaztServer.start(configuration, proof);
    }

    private static ServerConfiguration configuration(Path folder, Path plugins, List<String> proxies) {
        return new ServerConfiguration(folder.resolve("data.db"), plugins, "127.0.0.1", 0, "localhost", proxies);
    }

    /** Starts a server with all bundled plugins on {@code data.db} in the folder. */
    public static TestServer start(Path folder) {
        return start(folder, bundledPlugins());
    }

    /** Starts a server with the plugins of a folder on {@code data.db} in another. */
    public static TestServer start(Path folder, Path plugins) {
        return start(folder, plugins, noProof());
    }

    private static OwnershipProof noProof() {
        return new OwnershipProof(name -> List.of(), (host, path) -> Optional.empty());
    }

    /** Starts a server with another configuration of plugins, such as shorter limits. */
    public static TestServer configured(Path folder, Path plugins, UnaryOperator<PluginConfiguration> change) {
        ServerConfiguration usual = configuration(folder, plugins, List.of());
        return new TestServer(
                new ServerConfiguration(
                        usual.database(), change.apply(usual.plugins()), usual.bind(), usual.port(), usual.domain(),
                        usual.trustedProxies(), usual.storage(), usual.backup(), usual.auditKeep()),
                noProof());
    }

    /** Starts a server that looks for proofs of ownership of domains in its own way: no other looks outside of this machine. */
    public static TestServer start(Path folder, Path plugins, OwnershipProof proof) {
        return new TestServer(configuration(folder, plugins, List.of()), proof);
    }

    /** Starts a server that believes this machine what it says of clients, as it would a proxy. */
    public static TestServer behindProxy(Path folder) {
        return new TestServer(configuration(folder, bundledPlugins(), List.of("127.0.0.1")), noProof());
    }

    /** Returns the folder with the jars of the bundled plugins. */
    public static Path bundledPlugins() {
        return Path.of(System.getProperty("fazt.test.plugins"));
    }

    public FaztServer server() {
        return server;
    }

    public Path database() {
        return database;
    }

    public int port() {
        return server.port();
    }

    /** Returns {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns the token with which the owner's command line works. */
    public String ownerToken() {
        return RunFile.read(database).orElseThrow().token();
    }

    /** Makes a token with the scopes, separated by commas. */
    public String token(String scopes) {
        return operation("token", "create", Map.of("name", "test", "scopes", scopes)).get("token").asString();
    }

    /** Registers a site. */
    public void createSite(String name) {
        operation("site", "create", Map.of("name", name));
    }

    /** Calls an operation that writes as the owner, and returns its result; fails on any status but 200. */
    public JsonNode operation(String plugin, String verb, Map<String, ?> parameters) {
        HttpResponse<String> response = control(
                "POST", "/api/" + plugin + "/" + verb, ownerToken(), JSON.writeValueAsString(parameters), "Content-Type", "application/json");
        return result(response);
    }

    /** Calls an operation that reads as the owner, and returns its result; fails on any status but 200. */
    public JsonNode query(String plugin, String verb, Map<String, ?> parameters) {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + URLEncoder.encode(String.valueOf(entry.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return result(control("GET", "/api/" + plugin + "/" + verb + (query.isEmpty() ? "" : "?" + query), ownerToken(), ""));
    }

    private static JsonNode result(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Sends a request to the control host. An empty token sends none. Headers are names and values in turn. */
    public HttpResponse<String> control(String method, String path, String token, String body, String... headers) {
        return send("127.0.0.1", method, path, token, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a request to a site on its own host. An empty token sends none. Headers are names and values in turn. */
    public HttpResponse<String> site(
            String site, String method, String path, String token, String body, String... headers) {
        return send(site + ".localhost", method, path, token, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Gets a page of a site on its own host. */
    public HttpResponse<String> get(String site, String path, String... headers) {
        return site(site, "GET", path, "", "", headers);
    }

    /** Sends a request with a body of bytes. */
    public HttpResponse<String> send(
            String host, String method, String path, String token, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Host", host + ":" + port())
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Deploys files, by path and text, and returns the result of the operation. */
    public JsonNode deploy(String site, Map<String, String> files) {
        HttpResponse<String> response = upload(site, zip(files));
        return result(response);
    }

    /** Uploads an archive as the owner. */
    public HttpResponse<String> upload(String site, byte[] archive) {
        return send(
                "127.0.0.1", "POST", "/api/sites/deploy?site=" + site, ownerToken(), archive, "Content-Type", "application/zip");
    }

    /** Packs files into a zip archive. */
    public static byte[] zip(Map<String, String> files) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return zipBytes(bytes);
    }

    /** Packs files of any kind into a zip archive, in the order of the map. */
    public static byte[] zipBytes(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Runs a query in a second process, as a user of {@code sqlite3} would; returns the first column of the first row. */
    public static String sqlite(Path database, String query) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            Process process = new ProcessBuilder(
                            java.toString(), "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                            SqliteShell.class.getName(), database.toString(), query)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new AssertionError("the query failed: " + query);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Copies the bundled plugins to a folder, without those named. */
    public static Path pluginsWithout(Path folder, String... left) throws IOException {
        Files.createDirectories(folder);
        try (var jars = Files.list(bundledPlugins())) {
            for (Path jar : jars.toList()) {
                if (java.util.Arrays.stream(left).noneMatch(id -> jar.getFileName().toString().startsWith(id + "-"))) {
                    Files.copy(jar, folder.resolve(jar.getFileName()));
                }
            }
        }
        return folder;
    }

    @Override
    public void close() {
        server.stop();
    }
}
