package dev.fazt.host.cli;

import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rehearses the first moments of a server and of commands that speak to it, so that the Java VM can write down which classes
 * they need ({@code -XX:AOTCacheOutput}). The launcher runs it in a process of its own; the data file is thrown away.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SITE = "rehearsal";

    /** Who is to start fast. A server's memory is spared the classes that only commands need. */
    private enum Scene {
        SERVER,
        COMMAND
    }

    private final Scene scene;
    private final Path folder;
    private final Path database;

    private Rehearsal(Scene scene, Path folder) {
        this.scene = scene;
        this.folder = folder;
        this.database = folder.resolve("data.db");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("fazt-rehearsal");
        try {
            new Rehearsal(Scene.valueOf(arguments[0].toUpperCase(Locale.ROOT)), folder).perform();
        } finally {
            delete(folder);
        }
    }

    private void perform() throws IOException, InterruptedException {
        Thread server = Thread.ofPlatform()
                .daemon()
                .name("rehearsed-server")
                .start(() -> fazt("server", "start", "--port=0", "--bind=127.0.0.1"));
        RunFile run = await(server);
        switch (scene) {
            case SERVER -> visit(run);
            case COMMAND -> command();
        }
        ask(run, "POST", "/api/server/stop", "{}");
        server.join(PATIENCE);
    }

    private void visit(RunFile run) throws IOException {
        ask(run, "POST", "/api/site/create", "{\"name\":\"" + SITE + "\"}");
        ask(run, "GET", "/~" + SITE + "/", "");
        ask(run, "POST", "/~" + SITE + "/_fazt/docs/notes", "{\"title\":\"rehearsal\"}");
        ask(run, "POST", "/~" + SITE + "/_fazt/analytics/event", "{\"name\":\"rehearsal\",\"url\":\"/\"}");
    }

    private void command() throws IOException {
        Path site = Files.createDirectory(folder.resolve(SITE));
        Files.writeString(site.resolve("index.html"), "<!doctype html><title>rehearsal</title>");
        fazt("server", "status");
        fazt("site", "deploy", site.toString(), "--name=" + SITE);
        fazt("site", "list");
        fazt("site", "list", "--help");
        fazt("__complete", "site", "");
        fazt("site", "prune", SITE, "--keep=1", "--yes");
    }

    /** Runs a command as it is typed, without what the user of this machine has set, and without a word. */
    private int fazt(String... arguments) {
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of(
                "FAZT_DB", database.toString(),
                "FAZT_CONFIG_DIR", folder.resolve("configuration").toString(),
                "FAZT_CACHE_DIR", folder.resolve("cache").toString());
        return new Main(new Shell(silence, silence, InputStream.nullInputStream(), environment, false)).run(arguments);
    }

    private RunFile await(Thread server) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.isAlive() && System.nanoTime() < deadline) {
            Optional<RunFile> run = RunFile.read(database);
            if (run.isPresent()) {
                return run.get();
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("the rehearsed server did not start");
    }

    /** Sends one request. Whatever the answer is: without its plugin, there is less to rehearse. */
    private static void ask(RunFile run, String method, String path, String body) throws IOException {
        var connection = (HttpURLConnection) URI.create(run.url() + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + run.token());
        if (!body.isEmpty()) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        connection.getResponseCode();
        connection.disconnect();
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
