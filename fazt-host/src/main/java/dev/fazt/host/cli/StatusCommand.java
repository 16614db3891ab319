package dev.fazt.host.cli;

import dev.fazt.host.server.RunFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells whether a server runs, and how it is. */
@Command(
        name = "status",
        description = "Show whether the server runs, since when, its plugins and its load.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:running", "3:not running", "4:running, but the token is not allowed to look"})
final class StatusCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Shell shell;

    StatusCommand(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Optional<RunFile> local = Optional.empty();
        if (Connection.remote(options, shell).isEmpty()) {
            Path database = Connection.database(options, shell);
            local = RunFile.read(database);
            if (local.isEmpty()) {
                return notRunning(database);
            }
        }
        try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
            JsonNode status = client.get("/api/server/status");
            if (options.json()) {
                shell.out().println(withProcess(status, local));
            } else {
                print(status, local);
            }
        }
        return ExitCode.OK;
    }

    private int notRunning(Path database) {
        if (options.json()) {
            shell.out().println(ServerClient.JSON
                    .createObjectNode()
                    .put("running", false)
                    .put("database", database.toString()));
        } else {
            shell.out().println("No server is running on %s.".formatted(database));
        }
        return ExitCode.NO_SERVER;
    }

    private static ObjectNode withProcess(JsonNode status, Optional<RunFile> local) {
        ObjectNode node = ServerClient.JSON.createObjectNode().put("running", true);
        local.ifPresent(file -> node.put("pid", file.pid()).put("port", file.port()));
        status.properties().forEach(field -> node.set(field.getKey(), field.getValue()));
        return node;
    }

    private void print(JsonNode status, Optional<RunFile> local) {
        String process = local.map(file -> " (process %d, port %d)".formatted(file.pid(), file.port())).orElse("");
        shell.out().println("Fazt %s is running%s.".formatted(text(status, "version"), process));
        Duration uptime = Duration.ofSeconds(status.path("uptimeSeconds").asLong(0));
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("since", "%s (%s)".formatted(text(status, "startedAt"), inWords(uptime)));
        lines.put("data file", text(status, "database"));
        lines.put("domain", text(status, "domain"));
        storage(status.path("storage"), lines);
        for (JsonNode plugin : status.path("plugins")) {
            String reason = text(plugin, "reason");
            lines.put(
                    "plugin " + text(plugin, "id"),
                    text(plugin, "version") + " " + text(plugin, "state") + (reason.isEmpty() ? "" : ": " + reason));
        }
        new ResultPrinter(shell).lines(lines);
    }

    private static void storage(JsonNode storage, Map<String, String> lines) {
        lines.put(
                "writes",
                "%s/s in %s commits/s; %d since the start, %s per commit, 99%% of commits within %s ms"
                        .formatted(
                                storage.path("writesPerSecond").asString("0"),
                                storage.path("commitsPerSecond").asString("0"),
                                storage.path("writes").asLong(0),
                                storage.path("batch").asString("0"),
                                storage.path("commitMillis").asString("0")));
        lines.put(
                "reads",
                "%s/s; %d since the start, %d waiting"
                        .formatted(
                                storage.path("readsPerSecond").asString("0"),
                                storage.path("reads").asLong(0),
                                storage.path("readsQueued").asLong(0)));
        lines.put("writes waiting", pairs(storage.path("queued"), ""));
        lines.put("99% began within", pairs(storage.path("waitMillis"), " ms"));
        if (!storage.path("failures").isEmpty()) {
            lines.put("failures", pairs(storage.path("failures"), ""));
        }
        lines.put(
                "write-ahead log",
                "%d KiB, %d checkpoints"
                        .formatted(storage.path("walBytes").asLong(0) / 1024, storage.path("checkpoints").asLong(0)));
    }

    private static String pairs(JsonNode values, String unit) {
        return values.propertyStream()
                .map(pair -> Shell.plain(pair.getKey()) + " " + pair.getValue().asString("0") + unit)
                .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : Shell.plain(value.asString(""));
    }

    private static String inWords(Duration time) {
        if (time.toDays() > 0) {
            return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
        }
        return time.toHours() > 0
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
