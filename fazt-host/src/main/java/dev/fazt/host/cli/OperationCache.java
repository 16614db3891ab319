package dev.fazt.host.cli;

import dev.fazt.host.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Keeps what a server listed, so that help and completion need not wait for it. Whatever goes wrong with a cache is no failure of the
 * command: it is as if it were empty.
 */
final class OperationCache {
    private static final int MOST_FILES = 64;
    private static final int LARGEST_FILE = 16 << 20;
    private static final String SUFFIX = ".operations.json";

    private final Optional<Path> file;

    private OperationCache(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Is a list that was kept.
     *
     * @param etag the list's version, as the server calls it
     * @param asked when the server last said that this is its list
     */
    record Kept(String etag, Instant asked, JsonNode list) {
        boolean isYoungerThan(Duration age) {
            Instant now = Instant.now();
            return asked.isAfter(now.minus(age)) && !asked.isAfter(now);
        }
    }

    /** Returns the cache for one server and one user: others may use less, or more, of it. */
    static OperationCache of(GlobalOptions options, Shell shell) {
        return new OperationCache(Folders.cache(shell).map(folder -> folder.resolve(name(identity(options, shell)) + SUFFIX)));
    }

    private static String identity(GlobalOptions options, Shell shell) {
        if (Connection.remote(options, shell).isPresent()) {
            Connection connection = Connection.find(options, shell);
            return connection.base() + "\n" + connection.token().orElse("");
        }
        // The local server's address and token change with each start, its data file does not.
        return "local\n" + Connection.database(options, shell).toAbsolutePath().normalize()
                + "\n" + Connection.givenToken(options).orElse("");
    }

    private static String name(String identity) {
        return Sha256.of(identity).substring(0, 32);
    }

    /** Returns what is kept, unless there is nothing or it is damaged. */
    Optional<Kept> read() {
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file.get())) {
            JsonNode kept = ServerClient.JSON.readTree(in.readNBytes(LARGEST_FILE));
            boolean whole = kept.path("etag").isString() && kept.path("asked").isNumber() && kept.path("list").isObject();
            return whole
                    ? Optional.of(new Kept(
                            kept.path("etag").asString(), Instant.ofEpochMilli(kept.path("asked").asLong()), kept.path("list")))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** Keeps a list that the server has just sent, or confirmed. */
    void write(String etag, JsonNode list) {
        if (file.isEmpty()) {
            return;
        }
        var kept = ServerClient.JSON.createObjectNode().put("etag", etag).put("asked", Instant.now().toEpochMilli());
        kept.set("list", list);
        try {
            PrivateFile.write(file.get(), ServerClient.JSON.writeValueAsBytes(kept));
            forgetOldest(PrivateFile.folderOf(file.get()));
        } catch (IOException e) {
            // A full or read-only disk: the next command asks the server again.
        }
    }

    private static void forgetOldest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(path -> path.toString().endsWith(SUFFIX)).toList();
        }
        if (files.size() > MOST_FILES) {
            Path oldest = files.stream().min(Comparator.comparing(path -> path.toFile().lastModified())).orElseThrow();
            Files.deleteIfExists(oldest);
        }
    }
}
