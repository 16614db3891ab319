package dev.fazt.gatling.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the file beside the data file in which a server tells its own user how to reach it. */
final class RunFile {
    private static final JsonMapper JSON = new JsonMapper();

    private RunFile() {}

    /** Returns the server, if it has written the file already. */
    static Optional<Target> read(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".run");
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            if (text.isBlank()) {
                return Optional.empty();
            }
            JsonNode node = JSON.readTree(text);
            return Optional.of(new Target(
                    URI.create(node.path("url").asString()),
                    node.path("token").asString(),
                    Optional.of(node.path("pid").asLong())));
        } catch (IOException | JacksonException e) {
            // Half written: it is complete the next time.
            return Optional.empty();
        }
    }
}
