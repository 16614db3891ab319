package dev.fazt.host.plugin;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds the jar of a plugin from source, as an author does. */
public final class SourceJar {
    private final String id;
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final StringBuilder members = new StringBuilder();
    private String start = "";

    private SourceJar(String id, String version) {
        this.id = id;
        manifest.put("Manifest-Version", "1.0");
        manifest.put("Plugin-Id", id);
        manifest.put("Plugin-Version", version);
        manifest.put("Plugin-Requires", ">=0.1.0");
        manifest.put("Plugin-Class", className());
    }

    /** Begins a plugin that does nothing. */
    public static SourceJar of(String id, String version) {
        return new SourceJar(id, version);
    }

    /** Begins a plugin whose service answers GET / with a text. */
    public static SourceJar saying(String id, String version, String text) {
        return of(id, version).start("context.routes().onSites(r -> r.get(\"/\", (q, a) -> a.send(\"" + text + "\")));");
    }

    private String className() {
        return "made." + id.replace("-", "") + ".Entry";
    }

    /** Adds statements to {@code start(PluginContext context)}. */
    public SourceJar start(String statements) {
        start += statements;
        return this;
    }

    /** Adds members to the entry class, such as a constructor ({@code public Entry()}). */
    public SourceJar members(String text) {
        members.append(text);
        return this;
    }

    /** Sets or, with an empty value, leaves out an entry of the manifest. */
    public SourceJar manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /** Adds a file. */
    public SourceJar file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** Adds a migration, such as {@code 001_things.sql}. */
    public SourceJar migration(String name, String script) {
        return file("db/migration/" + name, script);
    }

    /** Compiles and packs it. */
    public byte[] bytes() {
        try {
            Path work = Files.createTempDirectory("source-jar");
            Path source = work.resolve("Entry.java");
            Files.writeString(source, """
                    package %s;
                    import dev.fazt.api.*;
                    import dev.fazt.api.event.*;
                    import dev.fazt.api.operation.*;
                    import java.time.Duration;
                    import java.util.*;
                    import java.util.concurrent.atomic.*;
                    public final class Entry implements FaztPlugin {
                        %s
                        @Override public void start(PluginContext context) throws Exception { %s }
                    }
                    """.formatted(className().substring(0, className().lastIndexOf('.')), members, start));
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-d", work.toString(), "-proc:none", "-parameters", "-cp",
                            System.getProperty("java.class.path"), source.toString());
            if (result != 0) {
                throw new AssertionError("the plugin does not compile");
            }
            return TestServer.zipBytes(content(work));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> content(Path work) throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        StringBuilder lines = new StringBuilder();
        manifest.forEach((name, value) -> lines.append(value.isEmpty() ? "" : name + ": " + value + "\n"));
        content.put("META-INF/MANIFEST.MF", lines.toString().getBytes(StandardCharsets.UTF_8));
        files.forEach((name, text) -> content.put(name, text.getBytes(StandardCharsets.UTF_8)));
        try (Stream<Path> classes = Files.walk(work)) {
            for (Path path : classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                content.put(work.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return content;
    }

    /** Compiles it and writes the jar. */
    public Path write(Path jar) {
        try {
            Files.createDirectories(jar.getParent());
            return Files.write(jar, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
