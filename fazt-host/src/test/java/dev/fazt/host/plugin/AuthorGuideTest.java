package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds plugins from source, as an author does, and drops them into a server. */
class AuthorGuideTest {
    @TempDir
    Path folder;

    @Test
    void the_example_of_the_guide_compiles_and_runs() throws Exception {
        String guide = Files.readString(Path.of("../fazt-api/README.md"));
        Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"));
        pack(
                plugins.resolve("guestbook.jar"),
                "example/guestbook/GuestbookPlugin",
                block(guide, "java"),
                Map.of(
                        "META-INF/MANIFEST.MF", block(guide, "manifest"),
                        "db/migration/001_guestbook.sql", block(guide, "sql")));
        try (TestServer server = TestServer.start(folder, plugins)) {
            server.createSite("blog");
            assertThat(server.site("blog", "POST", "/_fazt/guestbook/", "", "Ann").statusCode()).isEqualTo(201);
            assertThat(server.query("guestbook", "list", Map.of("site", "blog")).toString())
                    .isEqualTo("{\"entries\":[{\"name\":\"Ann\"}]}");
        }
    }

    @Test
    void the_example_of_storage_answers_a_repetition_with_the_first_result() throws Exception {
        String guide = Files.readString(Path.of("../fazt-api/README.md"));
        Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"));
        String table = "CREATE TABLE orders (site TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL, "
                + "PRIMARY KEY (site, key)) STRICT;";
        Map<String, String> files = new LinkedHashMap<>(manifest("orders", "example.orders.OrdersPlugin"));
        files.put("db/migration/001_orders.sql", table);
        pack(
                plugins.resolve("orders.jar"),
                "example/orders/OrdersPlugin",
                block(guide.substring(guide.indexOf("## Storage")), "java"),
                files);
        try (TestServer server = TestServer.start(folder, plugins)) {
            server.createSite("blog");
            String first = order(server, "k1");
            assertThat(order(server, "k1")).isEqualTo(first);
            assertThat(order(server, "k2")).isNotEqualTo(first);
        }
    }

    @Test
    void the_example_of_the_test_kit_compiles() throws Exception {
        String guide = Files.readString(Path.of("../fazt-api/README.md"));
        Path source = Files.writeString(
                folder.resolve("GuestbookPluginTest.java"), block(guide.substring(guide.indexOf("## Test")), "java"));
        // The kit is no dependency of the host: a build without tests has none.
        String classPath = System.getProperty("java.class.path") + java.io.File.pathSeparator + "../fazt-api/target/test-classes";
        int result = ToolProvider.getSystemJavaCompiler().run(
                null, null, null, "-d", folder.toString(), "-proc:none", "-cp", classPath, source.toString());
        assertThat(result).isZero();
    }

    private static String order(TestServer server, String key) throws Exception {
        var response = server.site("blog", "POST", "/_fazt/orders/", "", "{\"item\":1}", "Idempotency-Key", key);
        assertThat(response.statusCode()).isEqualTo(201);
        return response.body();
    }

    @Test
    void a_plugin_that_reaches_for_the_host_or_throws_in_start_is_left_out_alone() throws Exception {
        Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"));
        pack(plugins.resolve("spy.jar"), "bad/Spy", plugin("Spy", "Class.forName(\"dev.fazt.host.Version\");"), manifest("spy", "bad.Spy"));
        pack(plugins.resolve("thrower.jar"), "bad/Thrower", plugin("Thrower", "throw new IllegalStateException(\"no key\");"),
                manifest("thrower", "bad.Thrower"));
        try (TestServer server = TestServer.start(folder, plugins)) {
            assertThat(server.query("server", "status", Map.of()).get("plugins"))
                    .filteredOn(plugin -> plugin.get("state").asString().equals("failed"))
                    .extracting(plugin -> plugin.get("reason").asString())
                    .anyMatch(reason -> reason.contains("ClassNotFoundException: dev.fazt.host.Version"))
                    .anyMatch(reason -> reason.contains("no key"))
                    .hasSize(2);
            server.deploy("blog", Map.of("index.html", "hello"));
            assertThat(server.get("blog", "/").body()).isEqualTo("hello");
        }
    }

    private static String plugin(String name, String body) {
        return "package bad; public final class %s implements dev.fazt.api.FaztPlugin { public void start(dev.fazt.api.PluginContext c) throws Exception { %s } }"
                .formatted(name, body);
    }

    private static Map<String, String> manifest(String id, String entry) {
        return Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nPlugin-Id: " + id
                + "\nPlugin-Version: 1.0.0\nPlugin-Requires: >=0.1.0\nPlugin-Class: " + entry + "\n");
    }

    private static String block(String guide, String language) {
        Matcher matcher = Pattern.compile("(?m)^```" + language + "\n(.*?)^```", Pattern.DOTALL).matcher(guide);
        if (matcher.find()) {
            return matcher.group(1);
        }
        throw new AssertionError("the guide has no block of " + language);
    }

    /** Compiles a class against the contract and packs it with other files. */
    private void pack(Path jar, String entry, String source, Map<String, String> files) throws IOException {
        Path work = Files.createTempDirectory(folder, "plugin");
        Path file = work.resolve(entry.substring(entry.lastIndexOf('/') + 1) + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, null, null, "-d", work.toString(), "-proc:none", "-cp",
                System.getProperty("java.class.path"), file.toString());
        assertThat(result).isZero();
        Map<String, byte[]> content = new LinkedHashMap<>();
        files.forEach((name, text) -> content.put(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var classes = Files.walk(work)) {
            for (Path path : classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                content.put(work.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        Files.write(jar, TestServer.zipBytes(content));
    }
}
