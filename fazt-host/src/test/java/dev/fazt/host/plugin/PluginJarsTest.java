package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offers jars that are wrong in every way that can be seen without running them. */
class PluginJarsTest {
    private static final byte[] GOOD = SourceJar.saying("beast", "1.0.0", "good").bytes();

    @TempDir
    Path folder;

    private Path inbox;
    private TestServer server;
    private Administrator administrator;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        open();
    }

    private void open() {
        server = TestServer.start(folder, inbox);
        server.createSite("blog");
        administrator = new Administrator(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, byte[]> entries(byte[] jar) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static byte[] with(String name, byte[] content) {
        Map<String, byte[]> entries = entries(GOOD);
        entries.put(name, content);
        return TestServer.zipBytes(entries);
    }

    private static byte[] with(String name) {
        return with(name, new byte[] {1});
    }

    private static byte[] classOfAnother() {
        return Objects.requireNonNull(entries(SourceJar.of("other", "1.0.0").bytes()).get("made/other/Entry.class"));
    }

    private static byte[] manifest(String name, String value) {
        return SourceJar.saying("beast", "1.0.0", "good").manifest(name, value).bytes();
    }

    private static byte[] entryClass(UnaryOperator<byte[]> change) {
        Map<String, byte[]> entries = entries(GOOD);
        entries.computeIfPresent("made/beast/Entry.class", (name, bytes) -> change.apply(bytes.clone()));
        return TestServer.zipBytes(entries);
    }

    private static byte[] withClassFileVersion(int version) {
        return entryClass(bytes -> {
            bytes[6] = (byte) (version >> 8);
            bytes[7] = (byte) version;
            return bytes;
        });
    }

    /** Has the same name twice, which no library would write. */
    private static byte[] twice() {
        Map<String, byte[]> entries = entries(GOOD);
        entries.put("one.txt", new byte[1]);
        entries.put("two.txt", new byte[1]);
        return new String(TestServer.zipBytes(entries), StandardCharsets.ISO_8859_1)
                .replace("two.txt", "one.txt")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] crowded(int count, int nameLength) {
        Map<String, byte[]> entries = entries(GOOD);
        for (int i = 0; i < count; i++) {
            entries.put("x".repeat(nameLength) + i, new byte[0]);
        }
        return TestServer.zipBytes(entries);
    }

    private static byte[] bomb(String name, int mebibytes, byte[] head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries(GOOD).entrySet()) {
                if (!entry.getKey().equals(name)) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
            zip.putNextEntry(new ZipEntry(name));
            zip.write(head);
            for (int i = 0; i < mebibytes; i++) {
                zip.write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Is a jar that must be refused, and what has to be said of it. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Wrong(String name, byte[] bytes, String reason) {}

    private static final List<Wrong> WRONG = wrong();

    private static List<Wrong> wrong() {
        return List.of(
                new Wrong("nothing", new byte[0], "it is not a jar"),
                new Wrong("junk", "this is no jar at all".repeat(100).getBytes(StandardCharsets.UTF_8), "it is not a jar"),
                new Wrong("a truncated one", Arrays.copyOf(GOOD, GOOD.length / 2), "it is not a jar"),
                new Wrong("one with a damaged class", entryClass(bytes -> Arrays.copyOf(bytes, 40)), "can not be created"),
                new Wrong("one without a manifest", TestServer.zipBytes(Map.of("x", new byte[1])), "has no manifest"),
                new Wrong("one with a manifest of no sense", TestServer.zipBytes(Map.of("META-INF/MANIFEST.MF", "no sense".getBytes(StandardCharsets.UTF_8))), "has no Plugin-Id"),
                new Wrong("one with a huge manifest", bomb("META-INF/MANIFEST.MF", 200, "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8)), "its manifest is larger than 256 KiB"),
                new Wrong("one without an id", manifest("Plugin-Id", ""), "no Plugin-Id"),
                new Wrong("an id in capitals", manifest("Plugin-Id", "Beast"), "'Beast' is not made of lower-case letters"),
                new Wrong("an id that is a path", manifest("Plugin-Id", "../beast"), "is not made of lower-case letters"),
                new Wrong("a short version", manifest("Plugin-Version", "1.0"), "'1.0' is not a version such as 1.0.0"),
                new Wrong("a version with a leading zero", manifest("Plugin-Version", "1.02.0"), "is not a version"),
                new Wrong("a pre-release with a leading zero", manifest("Plugin-Version", "1.0.0-01"), "is not a version"),
                new Wrong("an empty pre-release", manifest("Plugin-Version", "1.0.0-a..b"), "is not a version"),
                new Wrong("no range", manifest("Plugin-Requires", ""), "no Plugin-Requires"),
                new Wrong("a malformed range", manifest("Plugin-Requires", ">=((1"), "is not a range of versions"),
                new Wrong("a range of nonsense", manifest("Plugin-Requires", "latest"), "is not a range of versions"),
                new Wrong("a newer range", manifest("Plugin-Requires", ">=9.0.0"), "it needs fazt-api >=9.0.0, and this is 0.1.0"),
                new Wrong("an older range", manifest("Plugin-Requires", "<0.1.0"), "it needs fazt-api <0.1.0"),
                new Wrong("no entry class", manifest("Plugin-Class", ""), "no Plugin-Class"),
                new Wrong("an entry class that is not there", manifest("Plugin-Class", "made.beast.Other"), "'made.beast.Other' is not in the jar"),
                new Wrong("an entry class of Java", manifest("Plugin-Class", "java.lang.String"), "'java.lang.String' is not in the jar"),
                new Wrong("dependencies", manifest("Plugin-Dependencies", "neighbour"), "it has Plugin-Dependencies"),
                new Wrong("an entry class that is no plugin", with("made/beast/Entry.class", classOfAnother()), "can not be created"),
                new Wrong("classes too new", withClassFileVersion(99), "was compiled for Java 55, and this is Java 25: compile it with --release 25"),
                new Wrong("no class file", entryClass(bytes -> "no class file at all".getBytes(StandardCharsets.UTF_8)), "is not a class file"),
                new Wrong("classes of the contract", with("dev/fazt/api/Site.class"), "contains the classes of fazt-api"),
                new Wrong("the same, hidden", with("META-INF/versions/25/dev/fazt/api/Site.class"), "contains the classes of fazt-api"),
                new Wrong("classes of Java", with("java/lang/String.class"), "belongs to Java itself"),
                new Wrong("a jar inside", with("lib/library.jar"), "it contains the jar 'lib/library.jar'"),
                new Wrong("a way out", with("../../x"), "has no proper name"),
                new Wrong("an absolute path", with("/etc/x"), "has no proper name"),
                new Wrong("the same entry twice", twice(), "it has the entry 'one.txt' twice"),
                new Wrong("too many entries", crowded(20_000, 1), "more than 20,000 entries"),
                new Wrong("a huge table of contents", crowded(300, 60_000), "table of contents is larger than 16 MiB"),
                new Wrong("a bomb", bomb("x", 513, new byte[0]), "more than 512 MiB unpacked"),
                new Wrong("a class that is a bomb", bomb("X.class", 20, new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe}), "is larger than 8 MiB"));
    }

    @Test
    void are_refused_with_the_reason_and_leave_no_trace() throws IOException {
        for (Wrong jar : WRONG) {
            HttpResponse<String> refused = administrator.install(jar.bytes(), "");
            assertThat(refused.statusCode()).as(jar.name() + ": " + refused.body()).isEqualTo(422);
            assertThat(refused.body()).as(jar.name()).contains(jar.reason());
        }
        assertThat(server.query("plugin", "list", Map.of()).get("plugins")).isEmpty();
        assertThat(storedFiles()).isEmpty();
        assertThat(administrator.install(new byte[(64 << 20) + 1], "").statusCode()).isEqualTo(413);
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM fazt_plugin_chunk")).isEqualTo("0");
        assertThat(storedFiles()).isEmpty();
        assertThat(administrator.install(GOOD, "").statusCode()).isEqualTo(200);
        assertThat(administrator.body("beast")).isEqualTo("good");
    }

    private String storedFiles() throws IOException {
        Path store = folder.resolve("data.db.plugins");
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> !file.equals(store)).map(String::valueOf).collect(Collectors.joining("\n"));
        }
    }

    @Test
    void in_the_folder_keep_no_other_from_being_taken_nor_the_server_from_starting() throws Exception {
        server.close();
        int number = 0;
        for (Wrong jar : WRONG) {
            Files.write(inbox.resolve("%02d.jar".formatted(number++)), jar.bytes());
        }
        Files.createDirectories(inbox.resolve("folder.jar"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.jar").toString()).start().waitFor()).isZero();
        Files.write(inbox.resolve("zz-last.jar"), GOOD);
        open();
        assertThat(administrator.body("beast")).isEqualTo("good");
        number = 0;
        for (Wrong jar : WRONG) {
            assertThat(administrator.listed("%02d.jar".formatted(number++)).toString())
                    .as(jar.name())
                    .contains("\"failed\"")
                    .contains(jar.reason());
        }
        Files.delete(inbox.resolve("00.jar"));
        Administrator.await(() -> administrator.listed("00.jar").isEmpty(), () -> "a jar that is gone is still listed");
    }

    @Test
    void that_hide_the_end_of_the_process_in_a_class_for_another_java_are_seen_through() {
        String harmless = "static final class Helper { static String end() { return \"good\"; } }";
        String start = "context.routes().onSites(r -> r.get(\"/\", (q, a) -> a.send(Helper.end())));";
        SourceJar shown = SourceJar.of("beast", "1.0.0").manifest("Multi-Release", "true").members(harmless).start(start);
        SourceJar hidden = SourceJar.of("beast", "1.0.0")
                .members(harmless.replace("return", "Runtime.getRuntime().halt(1); return"))
                .start(start);
        Map<String, byte[]> entries = entries(shown.bytes());
        entries.put("META-INF/versions/25/made/beast/Entry$Helper.class", entries(hidden.bytes()).get("made/beast/Entry$Helper.class"));
        assertThat(administrator.install(TestServer.zipBytes(entries), "").statusCode()).isEqualTo(200);
        assertThat(administrator.get("beast").statusCode()).isEqualTo(500);
    }

    @Test
    void are_taken_from_the_folder_when_they_have_stopped_growing_and_may_then_become_anything() throws IOException {
        String lazy = "static final class Later { static String say() { return \"good\"; } }";
        byte[] bytes = SourceJar.of("beast", "1.0.0")
                .members(lazy)
                .start("context.routes().onSites(r -> r.get(\"/\", (q, a) -> a.send(Later.say())));")
                .bytes();
        Path jar = inbox.resolve("beast.jar");
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
        Administrator.await(() -> administrator.listed("beast.jar").path("reason").asString("").contains("not a jar"), () -> "not looked at");
        Files.write(jar, bytes);
        Administrator.await(() -> administrator.get("beast").statusCode() != 404, () -> "not taken");
        Files.writeString(jar, "junk");
        Administrator.await(() -> administrator.listed("beast.jar").path("reason").asString("").contains("not a jar"), () -> "not looked at");
        assertThat(administrator.body("beast")).isEqualTo("good");
        Files.write(jar, bytes);
        Administrator.await(() -> administrator.listed("beast.jar").isEmpty(), () -> "still refused");
    }
}
