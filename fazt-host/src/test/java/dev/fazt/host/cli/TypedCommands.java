package dev.fazt.host.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as they are typed, with an environment of their own: what the user of this machine has set does not count. */
final class TypedCommands {
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private boolean watched;

    /** Runs commands on the data file {@code data.db} of a folder, and keeps their own files in it too. */
    TypedCommands(Path folder) {
        environment.put("FAZT_DB", folder.resolve("data.db").toString());
        environment.put("FAZT_CONFIG_DIR", folder.resolve("configuration").toString());
        environment.put("FAZT_CACHE_DIR", folder.resolve("cache").toString());
    }

    /** Is what a command left: its exit code, and all that it printed. */
    record Result(int exitCode, String out, String err) {}

    /** Returns the variables, to be changed. */
    Map<String, String> environment() {
        return environment;
    }

    /** Makes a person sit at the terminal, who types this. */
    TypedCommands typing(String text) {
        watched = true;
        return input(text);
    }

    /** Makes this the standard input. */
    TypedCommands input(String text) {
        input = text;
        return this;
    }

    /** Runs a command. */
    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                environment,
                watched);
        int exitCode = new Main(shell).run(arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
