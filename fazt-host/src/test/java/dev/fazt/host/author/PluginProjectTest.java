package dev.fazt.host.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes projects, and builds one as its author would. */
class PluginProjectTest {
    @TempDir
    Path folder = Path.of("");

    @Nested
    class A_new_project {
        @Test
        void is_built_and_tested_by_maven_and_its_jar_runs_in_a_server() throws Exception {
            Path project = folder.resolve("guest-book");
            new PluginProject(PluginName.of("guest-book")).write(project);
            String said = AuthorRepository.prepare(folder).maven(project, "package");
            assertThat(said).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
            assertThat(said.lines()).noneMatch(line -> line.startsWith("[WARNING]") && line.contains(".java"));

            Path plugins = TestServer.pluginsWithout(folder.resolve("plugins"));
            Files.copy(project.resolve("target/guest-book-0.1.0.jar"), plugins.resolve("guest-book-0.1.0.jar"));
            try (TestServer server = TestServer.start(folder, plugins)) {
                server.createSite("blog");
                assertThat(server.get("blog", "/_fazt/guest-book/").body()).isEqualTo("Hello, visitor of blog!\n");
                assertThat(server.query("guest-book", "count", Map.of("site", "blog")).get("visits").asInt()).isEqualTo(1);
            }
        }

        @Test
        void leaves_no_word_of_its_templates_unfilled() throws IOException {
            PluginProject project = new PluginProject(new PluginName("order", "org.acme"));
            assertThat(project.files().keySet()).contains("src/main/java/org/acme/OrderPlugin.java", ".gitignore", "README.md");
            assertThat(project.files().values()).noneMatch(text -> text.matches("(?s).*@[a-z-]+@.*"));
        }
    }

    @Nested
    class A_name {
        @ParameterizedTest
        @CsvSource({
            "guest-book, example.guestbook, GuestBookPlugin",
            "my-plugin, example.myplugin, MyPlugin",
            "class, example.classplugin, ClassPlugin",
            "a-1, example.a1, A1Plugin"
        })
        void gives_the_package_and_the_class(String id, String packageName, String className) {
            assertThat(PluginName.of(id).packageName()).isEqualTo(packageName);
            assertThat(PluginName.of(id).className()).isEqualTo(className);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Guest", "1st", "guest_book", "../up", "a b", "plugin", "server"})
        void that_no_plugin_can_have_is_refused(String id) {
            assertThatIllegalArgumentException().isThrownBy(() -> PluginName.of(id));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1a", "org..acme", "org.class", "java.util", "dev.fazt.api", "dev.fazt.host.x", "../up", "a b"})
        void of_a_package_that_is_none_is_refused(String packageName) {
            assertThatIllegalArgumentException().isThrownBy(() -> new PluginName("guest", packageName));
        }
    }

    @Nested
    class Its_folder {
        private Path project() {
            return folder.resolve("deep").resolve("guest");
        }

        @Test
        void may_be_there_if_it_is_empty() throws IOException {
            Files.createDirectories(project());
            new PluginProject(PluginName.of("guest")).write(project());
            assertThat(project().resolve("pom.xml")).exists();
            assertThat(names(folder.resolve("deep"))).containsExactly("guest");
        }

        @Test
        void is_left_alone_if_it_holds_something() throws IOException {
            Files.createDirectories(project());
            Files.writeString(project().resolve("pom.xml"), "mine");
            assertThatIOException()
                    .isThrownBy(() -> new PluginProject(PluginName.of("guest")).write(project()))
                    .withMessageContaining("is not empty");
            assertThat(names(project())).containsExactly("pom.xml");
            assertThat(project().resolve("pom.xml")).hasContent("mine");
            assertThat(names(folder.resolve("deep"))).containsExactly("guest");
        }

        private static List<String> names(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.map(path -> path.getFileName().toString()).toList();
            }
        }
    }
}
