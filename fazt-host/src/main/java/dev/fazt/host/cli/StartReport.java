package dev.fazt.host.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Is what a server tells once it is ready.
 *
 * @param setupUrl a link that makes its first visitor the owner; empty once there is one
 */
record StartReport(String version, long pid, String database, List<String> addresses, Optional<String> setupUrl) {

    StartReport {
        addresses = List.copyOf(addresses);
    }

    void print(PrintStream out, OutputFormat format, boolean detached) {
        if (format == OutputFormat.JSON) {
            out.println(json());
            return;
        }
        out.println("Fazt %s is ready (process %d, data file %s)".formatted(version, pid, database));
        addresses.forEach(address -> out.println("  " + address));
        setupUrl.ifPresent(link -> out.println("Open this link once to become the owner: " + link));
        out.println(detached ? "Stop it with 'fazt server stop --db %s'.".formatted(database) : "Press Ctrl-C to stop.");
    }

    /**
     * Leaves the report where the process that started this one waits for it. Not in the log: the link is a secret.
     *
     * @param file appears complete or not at all
     */
    void leave(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, json().toString());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads a report, if it was left already. */
    static Optional<StartReport> read(Path file) {
        try {
            if (Files.notExists(file)) {
                return Optional.empty();
            }
            JsonNode node = ServerClient.JSON.readTree(Files.readAllBytes(file));
            List<String> addresses = new ArrayList<>();
            node.path("addresses").forEach(address -> addresses.add(address.asString()));
            return Optional.of(new StartReport(
                    node.path("version").asString(""),
                    node.path("pid").asLong(0),
                    node.path("database").asString(""),
                    addresses,
                    Optional.of(node.path("setupUrl").asString("")).filter(link -> !link.isEmpty())));
        } catch (IOException | JacksonException e) {
            throw CommandFailure.failed("the report of the started server can not be read: " + file);
        }
    }

    private ObjectNode json() {
        ObjectNode node = ServerClient.JSON.createObjectNode();
        node.put("version", version).put("pid", pid).put("database", database);
        addresses.forEach(node.putArray("addresses")::add);
        setupUrl.ifPresent(link -> node.put("setupUrl", link));
        return node;
    }
}
