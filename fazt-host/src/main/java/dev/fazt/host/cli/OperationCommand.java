package dev.fazt.host.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls one operation of the server with what was given on the command line, and prints or saves the answer. */
final class OperationCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(30);

    private final OperationDescription operation;
    private final OperationArguments arguments;
    private final GlobalOptions options;
    private final Shell shell;

    OperationCommand(OperationDescription operation, OperationArguments arguments, GlobalOptions options, Shell shell) {
        this.operation = operation;
        this.arguments = arguments;
        this.options = options;
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (ServerClient client = new ServerClient(Connection.find(options, shell));
                ProgressLine progress = new ProgressLine(shell)) {
            switch (operation.effect()) {
                case READ -> {
                    ServerClient.Request request =
                            new ServerClient.Request("GET", operation.path()).query(arguments.query()).patient(PATIENCE);
                    if (operation.download()) {
                        new DownloadedFile(shell).save(client.send(request), arguments.file());
                    } else {
                        print(client.json(client.send(request)));
                    }
                }
                case WRITE -> write(client, progress, arguments.object());
                case DESTROY -> {
                    ObjectNode parameters = arguments.object();
                    if (new Confirmation(shell).of(client, operation, arguments, parameters, progress)) {
                        write(client, progress, parameters);
                    }
                }
                case UPLOAD -> print(client.await(
                        post().query(arguments.query())
                                .body(upload(progress), "application/octet-stream")
                                .patient(UPLOAD_PATIENCE),
                        progress));
            }
        }
        return ExitCode.OK;
    }

    private void write(ServerClient client, ProgressLine progress, ObjectNode parameters) throws IOException {
        ServerClient.Request request = post().json(parameters).patient(PATIENCE);
        if (operation.download()) {
            new DownloadedFile(shell).save(client.send(request), arguments.file());
        } else {
            print(client.await(request, progress));
        }
    }

    private ServerClient.Request post() {
        return new ServerClient.Request("POST", operation.path());
    }

    private void print(JsonNode result) {
        new ResultPrinter(shell).print(result, options.output);
    }

    private BodyPublisher upload(ProgressLine progress) {
        String name = String.valueOf(arguments.file());
        if (name.equals("-")) {
            return BodyPublishers.ofInputStream(shell::in);
        }
        Path file = Path.of(name);
        try {
            if (Files.isDirectory(file)) {
                throw CommandFailure.usage("'%s' is a folder: name a file".formatted(Shell.plain(name)));
            }
            long size = Files.size(file);
            return UploadBody.of(file, sent -> progress.show("sending", sent, size));
        } catch (IOException e) {
            throw CommandFailure.usage("the file '%s' can not be read".formatted(Shell.plain(name)));
        }
    }
}
