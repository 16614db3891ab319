package dev.fazt.host.server;

import dev.fazt.host.backup.BackupSettings;
import dev.fazt.host.configuration.Configuration;
import dev.fazt.host.configuration.Domain;
import dev.fazt.host.configuration.Keys;
import dev.fazt.host.plugin.PluginConfiguration;
import dev.fazt.host.plugin.PluginLimits;
import dev.fazt.host.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says where and as what the server runs.
 *
 * @param database the data file
 * @param plugins where plugins come from and what they may take
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param domain sites are at {@code <site>.<domain>}; an IP address if there is no domain
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 * @param storage how durable writes are, and how much one piece of work may take
 * @param backup how often the server makes a backup by itself
 * @param auditKeep how long the audit log keeps its lines
 */
public record ServerConfiguration(
        Path database,
        PluginConfiguration plugins,
        String bind,
        int port,
        String domain,
        List<String> trustedProxies,
        StorageSettings storage,
        BackupSettings backup,
        Duration auditKeep) {
    private static final int DEFAULT_KEEP = 7;
    private static final Duration DEFAULT_AUDIT_KEEP = Duration.ofDays(365);

    public ServerConfiguration {
        domain = new Domain(domain).name();
        trustedProxies = List.copyOf(trustedProxies);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("%d is not a port: use 1 to 65535".formatted(port));
        }
    }

    /** Takes the defaults for the storage, and no backups. */
    public ServerConfiguration(
            Path database, Path plugins, String bind, int port, String domain, List<String> trustedProxies) {
        this(
                database,
                new PluginConfiguration(plugins, store(database), Optional.empty(), PluginLimits.DEFAULT, false),
                bind,
                port,
                domain,
                trustedProxies,
                StorageSettings.DEFAULT,
                new BackupSettings(null, DEFAULT_KEEP, database.resolveSibling("backups")),
                DEFAULT_AUDIT_KEEP);
    }

    private static Path store(Path database) {
        return database.resolveSibling(database.getFileName() + ".plugins");
    }

    /** Takes what the operator has set. */
    public static ServerConfiguration of(Path database, Configuration settings) {
        return new ServerConfiguration(
                database,
                new PluginConfiguration(
                        settings.get(Keys.PLUGINS_FOLDER),
                        store(database),
                        settings.get(Keys.PLUGINS_REPOSITORY),
                        new PluginLimits(
                                settings.get(Keys.PLUGINS_CONCURRENT_REQUESTS),
                                settings.get(Keys.PLUGINS_REQUEST_LIMIT),
                                settings.get(Keys.PLUGINS_DRAIN_LIMIT),
                                settings.get(Keys.PLUGINS_START_LIMIT)),
                        settings.get(Keys.PLUGINS_SAFE_MODE)),
                settings.get(Keys.SERVER_BIND),
                settings.get(Keys.SERVER_PORT),
                settings.get(Keys.SERVER_DOMAIN),
                settings.get(Keys.SERVER_TRUSTED_PROXIES),
                new StorageSettings(
                        settings.get(Keys.STORAGE_SYNCHRONOUS),
                        settings.get(Keys.STORAGE_READERS),
                        settings.get(Keys.STORAGE_WRITE_LIMIT),
                        settings.get(Keys.STORAGE_READ_LIMIT),
                        settings.get(Keys.STORAGE_WAL_LIMIT)),
                new BackupSettings(
                        settings.get(Keys.BACKUP_EVERY).orElse(null),
                        settings.get(Keys.BACKUP_KEEP),
                        settings.get(Keys.BACKUP_FOLDER)),
                settings.get(Keys.AUDIT_KEEP));
    }

    /** Returns the address at which this machine itself reaches the server, as it stands in a URL. */
    public String localAddress() {
        if (bind.isBlank() || bind.equals("0.0.0.0") || bind.equals("::")) {
            return "127.0.0.1";
        }
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    /** Tells whether the server is known only by an IP address, so that sites can have no hosts of their own. */
    public boolean isAddressOnly() {
        return new Domain(domain).isAddress();
    }
}
