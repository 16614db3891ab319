package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls one operation of the server with what was given on the command line, and prints or saves the answer. */
final class OperationCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(30);

    private final OperationDescription operation;
    private final Map<ParameterDescription, List<ArgSpec>> arguments;
    private final Optional<OptionSpec> file;
    private final GlobalOptions options;
    private final Shell shell;

    OperationCommand(
            OperationDescription operation,
            Map<ParameterDescription, List<ArgSpec>> arguments,
            Optional<OptionSpec> file,
            GlobalOptions options,
            Shell shell) {
        this.operation = operation;
        this.arguments = arguments;
        this.file = file;
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
            HttpResponse<InputStream> response = send(client);
            if (operation.download()) {
                save(response);
            } else {
                new ResultPrinter(shell.out()).print(client.json(response), options.output);
            }
        }
        return ExitCode.OK;
    }

    private HttpResponse<InputStream> send(ServerClient client) {
        BodyPublisher nothing = BodyPublishers.noBody();
        return switch (operation.effect()) {
            case READ -> client.send("GET", operation.path(), query(), nothing, "", PATIENCE);
            case WRITE -> {
                byte[] body = ServerClient.JSON.writeValueAsBytes(object());
                yield client.send(
                        "POST",
                        operation.path(),
                        Map.of(),
                        BodyPublishers.ofByteArray(body),
                        "application/json",
                        PATIENCE);
            }
            case UPLOAD -> client.send(
                    "POST", operation.path(), query(), upload(), "application/octet-stream", UPLOAD_PATIENCE);
        };
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        arguments.keySet().forEach(parameter -> {
            Object value = value(parameter);
            if (value != null) {
                query.put(parameter.name(), value.toString());
            }
        });
        return query;
    }

    private ObjectNode object() {
        ObjectNode object = ServerClient.JSON.createObjectNode();
        arguments.keySet().forEach(parameter -> {
            Object value = value(parameter);
            if (value != null) {
                object.set(parameter.name(), json(parameter, value));
            }
        });
        return object;
    }

    /** Returns what was given for a parameter, by position or as an option; null if nothing was. */
    private @Nullable Object value(ParameterDescription parameter) {
        List<Object> given = arguments.getOrDefault(parameter, List.of()).stream()
                .map(ArgSpec::<@Nullable Object>getValue)
                .filter(Objects::nonNull)
                .toList();
        if (given.size() > 1) {
            throw CommandFailure.usage("%s is given twice: once is enough".formatted(Names.kebab(parameter.name())));
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private JsonNode json(ParameterDescription parameter, Object value) {
        if (!parameter.type().equals("json")) {
            return ServerClient.JSON.valueToTree(value);
        }
        try {
            return value.equals("-")
                    ? ServerClient.JSON.readTree(shell.in())
                    : ServerClient.JSON.readTree(value.toString());
        } catch (JacksonException e) {
            throw CommandFailure.usage("%s is not valid JSON: %s"
                    .formatted(Names.kebab(parameter.name()), Shell.plain(e.getOriginalMessage())));
        }
    }

    private BodyPublisher upload() {
        String name = String.valueOf(fileName());
        if (name.equals("-")) {
            return BodyPublishers.ofInputStream(shell::in);
        }
        try {
            return BodyPublishers.ofFile(Path.of(name));
        } catch (IOException e) {
            throw CommandFailure.usage("the file '%s' can not be read".formatted(Shell.plain(name)));
        }
    }

    private void save(HttpResponse<InputStream> response) throws IOException {
        String name = fileName();
        try (InputStream in = response.body()) {
            if (name == null) {
                in.transferTo(shell.out());
                shell.out().flush();
                return;
            }
            replace(Path.of(name).toAbsolutePath(), in);
        }
    }

    /** Writes beside the file and moves it into place, so that what was there stays until the new content is complete. */
    private static void replace(Path target, InputStream in) throws IOException {
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandFailure.usage("there is no folder to write '%s' into".formatted(target));
        }
        Path part = Files.createTempFile(folder, ".fazt", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private @Nullable String fileName() {
        return file.map(option -> option.<@Nullable String>getValue()).orElse(null);
    }
}
