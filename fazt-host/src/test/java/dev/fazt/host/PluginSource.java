package dev.fazt.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.tools.ToolProvider;

/** Makes a plugin's jar of one class that a test writes down as text, as an author's build would. */
public final class PluginSource {
    private PluginSource() {}

    /**
     * Compiles it and packs it into a folder.
     *
     * @param id of the plugin
     * @param type the full name of the class
     */
    public static void pack(Path plugins, String id, String type, String source) throws IOException {
        pack(plugins, id, type, source, Map.of());
    }

    /**
     * Does the same.
     *
     * @param files other files of the jar
     */
    public static void pack(Path plugins, String id, String type, String source, Map<String, String> files) throws IOException {
        Path work = Files.createTempDirectory("fazt-plugin-source");
        Path file = work.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", work.toString(), "-proc:none", "-cp",
                        System.getProperty("java.class.path"), file.toString());
        assertThat(result).isZero();
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("META-INF/MANIFEST.MF", """
                Manifest-Version: 1.0
                Plugin-Id: %s
                Plugin-Version: 1.0.0
                Plugin-Requires: >=0.1.0
                Plugin-Class: %s
                """.formatted(id, type).getBytes(StandardCharsets.UTF_8));
        files.forEach((name, text) -> content.put(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var classes = Files.walk(work)) {
            for (Path path : classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                content.put(work.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        Files.write(plugins.resolve(id + ".jar"), TestServer.zipBytes(content));
    }
}
