package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys folders from the command line to a real server. */
final class DeployCommandTest {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private Path site;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder);
        site = Files.createDirectory(folder.resolve("blog"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_second_deploy_of_two_thousand_files_with_one_change_sends_one() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            write("pages/" + i + ".html", "page " + i);
        }
        assertThat(fazt(false, "site", "deploy", site.toString())).endsWith("deploy 1, 2000 files, 2000 sent\n");
        write("pages/1234.html", "changed");
        assertThat(fazt(false, "site", "deploy", site.toString())).endsWith("deploy 2, 2000 files, 1 sent\n");
        assertThat(fazt(false, "site", "deploy", site.toString())).endsWith("deploy 3, 2000 files, 0 sent\n");
        assertThat(server.get("blog", "/pages/1234").body()).isEqualTo("changed");
        assertThat(server.get("blog", "/pages/1999").body()).isEqualTo("page 1999");
    }

    @Test
    void files_of_any_kind_arrive_as_they_are() throws IOException {
        write("zeros.bin", "\0".repeat(3 << 20));
        write("empty.txt", "");
        write("same.txt", "twice");
        write("same.html", "twice");
        write("a b/\u00fc.txt", "umlaut");
        assertThat(fazt(false, "site", "deploy", site.toString())).endsWith("deploy 1, 5 files, 4 sent\n");
        assertThat(server.get("blog", "/zeros.bin").body()).isEqualTo("\0".repeat(3 << 20));
        assertThat(server.get("blog", "/empty.txt").body()).isEmpty();
        assertThat(server.get("blog", "/same.txt").body()).isEqualTo("twice");
        assertThat(server.get("blog", "/a%20b/%C3%BC.txt").body()).isEqualTo("umlaut");
    }

    @Test
    void who_watches_sees_how_far_it_is() throws IOException {
        write("index.html", "x");
        assertThat(fazt(true, "site", "deploy", site.toString()))
                .contains("reading [########################] 100%", "sending [########################] 100%");
    }

    @Test
    void deploys_are_looked_through_as_in_the_help() throws IOException {
        for (String text : new String[] {"one", "two", "three"}) {
            write("index.html", text);
            fazt(false, "site", "deploy", site.toString(), "--message", text);
        }
        assertThat(fazt(false, "site", "deploys", "blog")).contains("NUMBER", "three");
        assertThat(fazt(false, "site", "rollback", "blog")).contains("number  2");
        assertThat(fazt(false, "site", "rollback", "blog", "1")).contains("number  1");
        assertThat(fazt(false, "site", "rollback", "blog", "--number", "3")).contains("number  3");
        write("index.html", "four");
        assertThat(fazt(false, "site", "deploy", site.toString(), "--preview", "--expires", "7d"))
                .isEqualTo("http://4--blog.localhost:%d  preview 4, 1 files, 1 sent\n".formatted(server.port()));
        assertThat(server.get("4--blog", "/").body()).isEqualTo("four");
        assertThat(fazt(false, "site", "promote", "blog", "4")).contains("number  4");
        assertThat(fazt(false, "site", "diff", "blog", "1", "4")).contains("CHANGED", "index.html");
        assertThat(fazt(false, "site", "prune", "blog", "--keep", "1", "--dry-run")).contains("NUMBER", "dry run");
        assertThat(fazt(false, "site", "prune", "blog", "--keep=1", "--yes")).contains("two");
        assertThat(fazt(false, "site", "deploys", "blog")).doesNotContain("two");
    }

    @Test
    void domains_are_a_noun_of_their_own() throws IOException {
        write("index.html", "x");
        fazt(false, "site", "deploy", site.toString());
        assertThat(fazt(false, "site", "domain", "--help")).contains("add", "list", "remove");
        assertThat(fazt(false, "site", "domain", "add", "blog", "example.org")).contains("_fazt.example.org");
        assertThat(fazt(false, "site", "domain", "list")).contains("DOMAIN", "example.org");
        assertThat(fazt(false, "site", "domain-list")).contains("example.org");
        fazt(false, "site", "domain", "remove", "blog", "example.org");
        assertThat(fazt(false, "site", "domain", "list")).contains("(none)");
    }

    @Test
    void the_deploy_is_json_for_programs() throws IOException {
        write("index.html", "x");
        assertThat(fazt(false, "site", "deploy", site.toString(), "--output", "json"))
                .startsWith("{\"site\":\"blog\",\"number\":1,\"id\":\"");
    }

    private void write(String path, String text) throws IOException {
        Path file = site.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    /** Runs a command that succeeds, and returns what it printed; with the progress if a person watches. */
    private String fazt(boolean interactive, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("FAZT_DB", folder.resolve("data.db").toString());
        Shell shell = new Shell(stream, stream, new ByteArrayInputStream(new byte[0]), environment, interactive);
        int exitCode = new Main(shell).run(arguments);
        assertThat(exitCode).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        return out.toString(StandardCharsets.UTF_8);
    }
}
