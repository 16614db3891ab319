package dev.fazt.api.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is a real server with the plugin under test in it, on a free port of this machine, with a data file that is deleted at the end; and a
 * client of it. It runs in the process of the test, so that a debugger stops in the plugin.
 *
 * <pre>{@code
 * try (FaztHost host = FaztHost.start()) {
 *     host.createSite("blog");
 *     assertThat(host.get("blog", "/_fazt/guestbook/").statusCode()).isEqualTo(200);
 *     assertThat(host.json("guestbook", "list", "blog").get("entries")).isEmpty();
 * }
 * }</pre>
 *
 * <p>Needs {@code fazt-host} on the class path of the tests. Thread-safe.
 */
public final class FaztHost implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final FaztCommands commands;
    private final Thread server;
    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private FaztHost(Path folder, FaztCommands commands, Thread server, int port) {
        this.folder = folder;
        this.commands = commands;
        this.server = server;
        this.port = port;
    }

    /** Starts a server with the plugin that Maven has compiled to {@code target/classes}. */
    public static FaztHost start() {
        return start(Path.of("target", "classes"));
    }

    /**
     * Starts a server with a plugin.
     *
     * @param classes the folder with its classes, its migrations, and {@code META-INF/MANIFEST.MF} with the {@code Plugin-*} entries; or its
     *     jar
     * @throws AssertionError if the plugin does not start, with the reason
     */
    public static FaztHost start(Path classes) {
        try {
            Path folder = Files.createTempDirectory("fazt-test");
            try {
                PluginUnderTest plugin = PluginUnderTest.pack(classes, Files.createDirectory(folder.resolve("plugins")));
                return start(folder, plugin);
            } catch (IOException | RuntimeException | Error e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FaztHost start(Path folder, PluginUnderTest plugin) {
        FaztCommands commands = new FaztCommands(folder.resolve("data.db"));
        Thread server = Thread.ofPlatform().daemon().name("fazt-host").start(() -> commands.run(
                "server", "start", "--port=0", "--bind=127.0.0.1", "--plugins=" + folder.resolve("plugins")));
        JsonNode status = commands.awaitRunning(server, PATIENCE);
        FaztHost host = new FaztHost(folder, commands, server, status.path("port").asInt());
        for (JsonNode started : status.path("plugins")) {
            boolean ours = started.path("id").asString("").equals(plugin.id());
            if (ours && started.path("state").asString("").equals("started")) {
                return host;
            }
        }
        host.close();
        throw new AssertionError("the plugin '%s' has not started: %s".formatted(plugin.id(), status.path("plugins")));
    }

    public int port() {
        return port;
    }

    /** Registers a site. */
    public void createSite(String name) {
        fazt("site", "create", name);
    }

    /** Returns the address of a path of a site, such as {@code /_fazt/guestbook/}. */
    public URI uri(String site, String path) {
        return URI.create("http://127.0.0.1:%d/~%s%s".formatted(port, site, path));
    }

    /** Gets a path of a site, as anonymous. */
    public HttpResponse<String> get(String site, String path) {
        return send(HttpRequest.newBuilder(uri(site, path)));
    }

    /** Posts text to a path of a site, as anonymous. */
    public HttpResponse<String> post(String site, String path, String contentType, String body) {
        return send(HttpRequest.newBuilder(uri(site, path))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Sends any other request; {@link #uri} gives the address, {@link #token} a credential. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a token with scopes such as {@code docs:read,docs:write}, for {@code Authorization: Bearer}. */
    public String token(String scopes) {
        return json("token", "create", "test", scopes).path("token").asString();
    }

    /**
     * Runs a command as the owner, as it is typed after {@code fazt}, and returns what it printed.
     *
     * @throws AssertionError if its exit code is not 0, with what it said
     */
    public String fazt(String... command) {
        FaztCommands.Result result = commands.run(command);
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    "fazt %s: exit code %d: %s".formatted(String.join(" ", command), result.exitCode(), result.err().strip()));
        }
        return result.out();
    }

    /** Runs a command as the owner, and returns its result. */
    public JsonNode json(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--output=json");
        return JSON.readTree(fazt(words.toArray(String[]::new)));
    }

    /** Stops the server, and deletes all that it wrote. */
    @Override
    public void close() {
        try {
            commands.run("server", "stop");
            server.join(PATIENCE);
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
