package dev.fazt.host.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.host.TestServer;
import dev.fazt.host.backup.BackupSettings;
import dev.fazt.host.plugin.PluginConfiguration;
import dev.fazt.host.plugin.PluginLimits;
import dev.fazt.host.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that a server runs with what it was told. */
final class ServerConfigurationTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void a_server_opens_as_many_readers_as_it_is_told() {
        var storage = new StorageSettings(
                StorageSettings.Synchronous.FULL, 5, Duration.ofSeconds(5), Duration.ofSeconds(10), 64 << 20);
        var configuration = new ServerConfiguration(
                folder.resolve("data.db"),
                new PluginConfiguration(
                        TestServer.bundledPlugins(), folder.resolve("store"), Optional.empty(), PluginLimits.DEFAULT, false),
                "127.0.0.1",
                0,
                "localhost",
                List.of(),
                storage,
                new BackupSettings(null, 7, folder.resolve("backups")),
                Duration.ofDays(365));
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (FaztServer server = FaztServer.start(configuration)) {
            assertThat(server.port()).isPositive();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread) && thread.getName().startsWith("fazt-reader"))
                    .hasSize(storage.readers());
        }
        assertThat(folder.resolve("backups")).doesNotExist();
    }

    @Test
    void a_domain_is_a_name_or_an_address_in_lower_case() {
        assertThat(of("Example.ORG", 80).domain()).isEqualTo("example.org");
        assertThat(of("example.org", 80).isAddressOnly()).isFalse();
        assertThat(of("192.168.64.3", 80).isAddressOnly()).isTrue();
        assertThat(of("[2001:db8::1]", 80).isAddressOnly()).isTrue();
        assertThatThrownBy(() -> of("exam ple", 80)).hasMessageContaining("write it like 'example.org'");
        assertThatThrownBy(() -> of("localhost", 65_536)).hasMessageContaining("65536 is not a port");
    }

    private ServerConfiguration of(String domain, int port) {
        return new ServerConfiguration(folder.resolve("data.db"), folder, "127.0.0.1", port, domain, List.of());
    }
}
