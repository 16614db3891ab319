package dev.fazt.host.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.host.StartupException;
import dev.fazt.host.server.ServerConfiguration;
import dev.fazt.host.storage.StorageSettings;
import dev.fazt.host.storage.StorageSettings.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows how flags, environment, file and defaults become one configuration, and what is refused. */
final class ConfigurationTest {
    @TempDir
    Path folder = Path.of("");

    private final Map<String, Given> flags = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private Configuration load() {
        return load(Optional.empty());
    }

    private Configuration load(Optional<Path> file) {
        return Configuration.load(
                new Places(folder.resolve("program"), folder.resolve("data")), new Layer(flags), environment, file);
    }

    private Path write(String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("data")).resolve("fazt.properties");
        return Files.writeString(file, text);
    }

    private void flag(String key, String text) {
        flags.put(key, new Given(text, new Source.Flag("--" + key)));
    }

    private static <T> Configuration.Entry<?> entry(Configuration configuration, Key<T> key) {
        return configuration.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    final class The_order {
        @Test
        void a_flag_goes_before_the_environment_before_the_file_before_the_default() throws IOException {
            assertThat(load().get(Keys.SERVER_PORT)).isEqualTo(8080);
            Path file = write("server.port=1\n");
            assertThat(load().get(Keys.SERVER_PORT)).isEqualTo(1);
            environment.put("FAZT_SERVER_PORT", "2");
            assertThat(load().get(Keys.SERVER_PORT)).isEqualTo(2);
            flag("server.port", "3");
            assertThat(load().get(Keys.SERVER_PORT)).isEqualTo(3);

            flags.clear();
            assertThat(entry(load(), Keys.SERVER_PORT).source()).hasToString("FAZT_SERVER_PORT");
            environment.clear();
            assertThat(entry(load(), Keys.SERVER_PORT).source()).hasToString(file + ":1");
            assertThat(entry(load(), Keys.SERVER_BIND).source()).hasToString("default");
        }

        @Test
        void dots_and_hyphens_are_underscores_in_variables() {
            environment.put("FAZT_STORAGE_WAL_LIMIT", "64MiB");
            environment.put("FAZT_SERVER_TRUSTED_PROXIES", " 10.0.0.1, ::1 ");
            Configuration configuration = load();
            assertThat(configuration.get(Keys.STORAGE_WAL_LIMIT)).isEqualTo(64L << 20);
            assertThat(configuration.get(Keys.SERVER_TRUSTED_PROXIES)).containsExactly("10.0.0.1", "0:0:0:0:0:0:0:1");
        }

        @Test
        void a_blank_variable_is_not_set() throws IOException {
            write("backup.keep=3");
            environment.put("FAZT_BACKUP_KEEP", " ");
            assertThat(load().get(Keys.BACKUP_KEEP)).isEqualTo(3);
        }

        @Test
        void a_named_file_is_read_instead_of_the_one_beside_the_data() throws IOException {
            write("server.port=1\nbackup.keep=3");
            Path named = Files.writeString(folder.resolve("other.properties"), "server.port=2");
            Configuration configuration = load(Optional.of(named));
            assertThat(configuration.get(Keys.SERVER_PORT)).isEqualTo(2);
            assertThat(configuration.get(Keys.BACKUP_KEEP)).isEqualTo(7);
        }

        @Test
        void a_relative_path_in_a_file_is_meant_from_the_files_folder() throws IOException {
            write("backup.folder=kept\n");
            assertThat(load().get(Keys.BACKUP_FOLDER)).isEqualTo(folder.resolve("data/kept"));
            flag("backup.folder", "kept");
            assertThat(load().get(Keys.BACKUP_FOLDER)).isEqualTo(Path.of("kept"));
        }
    }

    @Nested
    final class The_defaults {
        @Test
        void are_those_of_the_storage_and_no_backups() {
            ServerConfiguration server = ServerConfiguration.of(folder.resolve("data/data.db"), load());
            assertThat(server)
                    .isEqualTo(new ServerConfiguration(
                            folder.resolve("data/data.db"),
                            folder.resolve("program/plugins"),
                            "0.0.0.0",
                            8080,
                            "localhost",
                            List.of()));
            assertThat(server.storage()).isEqualTo(StorageSettings.DEFAULT);
            assertThat(server.backup().every()).isNull();
            assertThat(server.backup().folder()).isEqualTo(folder.resolve("data/backups"));
        }

        @Test
        void lie_beside_a_data_file_that_is_named_without_a_folder() {
            Places places = new Places(Path.of("."), Path.of(""));
            Configuration configuration = Configuration.load(places, new Layer(Map.of()), Map.of(), Optional.empty());
            assertThat(configuration.get(Keys.BACKUP_FOLDER)).isEqualTo(Path.of("backups").toAbsolutePath());
            assertThat(configuration.get(Keys.PLUGINS_FOLDER)).isEqualTo(Path.of("plugins").toAbsolutePath());
        }

        @Test
        void are_replaced_by_all_that_is_set() throws IOException {
            write(
                    """
                    # what the operator of this test wants
                    storage.synchronous = normal
                    storage.readers: 16
                    storage.write-limit=500ms
                    storage.read-limit=1m
                    storage.wal-limit=8388608
                    backup.every=1d
                    backup.keep=1
                    backup.folder=/srv/kept
                    """);
            ServerConfiguration server = ServerConfiguration.of(folder.resolve("data/data.db"), load());
            assertThat(server.storage())
                    .isEqualTo(new StorageSettings(
                            Synchronous.NORMAL, 16, Duration.ofMillis(500), Duration.ofMinutes(1), 8L << 20));
            assertThat(server.backup().every()).isEqualTo(Duration.ofDays(1));
            assertThat(server.backup().keep()).isEqualTo(1);
            assertThat(server.backup().folder()).isEqualTo(Path.of("/srv/kept"));
        }
    }

    @Nested
    final class What_is_unknown {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        storage.synchronus | storage.synchronous
                        storage.wal_limit  | storage.wal-limit
                        Server.Port        | server.port
                        port               | server.port
                        keep               | backup.keep
                        """)
        void is_refused_in_a_file_with_the_line_and_what_was_meant(String key, String meant) throws IOException {
            Path file = write("# one\n\n" + key + "=1\n");
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessage("%s:3: there is no key '%s'; did you mean %s?", file, key, meant);
        }

        @Test
        void is_answered_with_all_keys_if_none_is_near() throws IOException {
            write("colour=blue");
            assertThatThrownBy(ConfigurationTest.this::load).hasMessageContainingAll("use one of", "server.port", "backup.folder");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "FAZT_SERVER_PROT,FAZT_SERVER_PORT",
            "FAZT_STORAGE_SYNCHRONUS,FAZT_STORAGE_SYNCHRONOUS",
            "FAZT_BACKUP_KEEPS,FAZT_BACKUP_KEEP",
            "FAZT_PLUGINS_FOLDERS,FAZT_PLUGINS_FOLDER"
        })
        void is_refused_in_a_variable_of_our_sections(String variable, String meant) {
            environment.put(variable, "");
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessage("the variable %s sets nothing; did you mean %s?", variable, meant);
        }

        @Test
        void is_no_business_of_ours_in_other_variables() {
            for (String name : List.of("FAZT_SERVER", "FAZT_TOKEN", "FAZT_DB", "FAZT_JAVA_HOME", "FAZT_JAVA_OPTS", "FAZT_PORT")) {
                environment.put(name, "x");
            }
            assertThat(load().entries()).allMatch(entry -> entry.source() instanceof Source.Default);
        }
    }

    @Nested
    final class A_wrong_value {
        @ParameterizedTest(name = "{0}={1}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        server.port             | -1
                        server.port             | 65536
                        server.port             | 80 80
                        server.port             | tcp://10.0.0.1:8080
                        server.port             | 99999999999999999999
                        server.port             | ''
                        server.bind             | ''
                        server.bind             | my host
                        server.domain           | -example.org
                        server.domain           | https://example.org
                        server.trusted-proxies  | proxy.example.org
                        server.trusted-proxies  | 10.0.0.1,
                        server.trusted-proxies  | 10.0.0.0/8
                        server.trusted-proxies  | 300.1.1.1
                        server.trusted-proxies  | 1:2:3
                        plugins.folder          | ''
                        storage.synchronous     | off
                        storage.synchronous     | FULL
                        storage.readers         | 0
                        storage.readers         | 17
                        storage.write-limit     | 5
                        storage.write-limit     | 9ms
                        storage.write-limit     | 601s
                        storage.write-limit     | 5 s
                        storage.read-limit      | 999999999999d
                        storage.read-limit      | 2h
                        storage.read-limit      | off
                        storage.wal-limit       | 7MiB
                        storage.wal-limit       | 64MB
                        storage.wal-limit       | 1025GiB
                        storage.wal-limit       | 999999999999999GiB
                        backup.every            | 59s
                        backup.every            | never
                        backup.every            | 367d
                        backup.keep             | 0
                        backup.keep             | 1001
                        """)
        void is_refused_with_the_place_the_value_and_what_is_allowed(String key, String value) throws IOException {
            Path file = write(key + "=" + value);
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("%s:1: %s can not be '%s': use ", file, key, value);
        }

        @Test
        void is_refused_also_where_another_value_hides_it() throws IOException {
            write("server.port=high");
            environment.put("FAZT_SERVER_PORT", "80");
            flag("server.port", "81");
            assertThatThrownBy(ConfigurationTest.this::load).hasMessageContaining("can not be 'high'");
        }

        @Test
        void is_quoted_only_as_far_as_a_line_can_hold() throws IOException {
            write("server.domain=" + "x".repeat(10_000));
            assertThatThrownBy(ConfigurationTest.this::load)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(400));
        }
    }

    @Nested
    final class The_file {
        @Test
        void is_in_the_syntax_of_java_properties() throws IOException {
            write("\uFEFF! a comment that does not go on \\\r\n"
                    + "  server.domain : exa\\\r\n      mple.org  \r"
                    + "backup.folder=/srv/\\u006bept\\\\\n"
                    + "backup.keep=3");
            Configuration configuration = load();
            assertThat(configuration.get(Keys.SERVER_DOMAIN)).isEqualTo("example.org");
            assertThat(entry(configuration, Keys.SERVER_DOMAIN).source().toString()).endsWith(":2");
            assertThat(configuration.get(Keys.BACKUP_FOLDER)).isEqualTo(Path.of("/srv/kept\\"));
            assertThat(configuration.get(Keys.BACKUP_KEEP)).isEqualTo(3);
            assertThat(entry(configuration, Keys.BACKUP_FOLDER).source().toString()).endsWith(":4");
        }

        @Test
        void may_be_empty() throws IOException {
            write("");
            assertThat(load().entries()).hasSameSizeAs(Keys.ALL);
        }

        @Test
        void must_not_set_a_key_twice() throws IOException {
            Path file = write("server.port=1\nserver.domain=a\nserver.port=2");
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessage("%s:3: server.port is set already at %s:1: keep one of them", file, file);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\", "server.port=\\u12", "=8080", "\\\n\\\n"})
        void must_set_something_in_every_line(String text) throws IOException {
            Path file = write(text);
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("%s:1: ", file);
        }

        @Test
        void must_be_readable_text_of_a_sensible_size() throws IOException {
            Path file = write("");
            Files.write(file, new byte[] {'a', (byte) 0xff});
            assertThatThrownBy(ConfigurationTest.this::load).hasMessageEndingWith("it is not UTF-8");
            write("#".repeat((64 << 10) + 1));
            assertThatThrownBy(ConfigurationTest.this::load).hasMessageEndingWith("it is larger than 64 KiB");
            Files.delete(file);
            Files.createDirectory(file);
            assertThatThrownBy(ConfigurationTest.this::load)
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("can not be read");
            Files.delete(file);
            Files.createSymbolicLink(file, folder.resolve("nowhere"));
            assertThatThrownBy(ConfigurationTest.this::load).hasMessageEndingWith("there is no such file");
        }
    }
}
