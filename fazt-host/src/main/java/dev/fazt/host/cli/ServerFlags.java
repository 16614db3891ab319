package dev.fazt.host.cli;

import dev.fazt.host.StartupException;
import dev.fazt.host.configuration.Configuration;
import dev.fazt.host.configuration.Given;
import dev.fazt.host.configuration.Key;
import dev.fazt.host.configuration.Keys;
import dev.fazt.host.configuration.Layer;
import dev.fazt.host.configuration.Places;
import dev.fazt.host.configuration.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Holds the flags that set keys of the configuration, and the one that names its file. */
final class ServerFlags {
    private static final String CONFIG = "--config";
    private static final String PORT = "--port";
    private static final String BIND = "--bind";
    private static final String DOMAIN = "--domain";
    private static final String PLUGINS = "--plugins";
    private static final String SAFE_MODE = "--safe-mode";
    private static final String TRUSTED_PROXY = "--trusted-proxy";

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description = "The configuration file (default: fazt.properties beside the data file, if it is there).")
    private @Nullable Path config;

    // The texts are checked by the keys' own formats, which say what is allowed.

    @Option(names = PORT, paramLabel = "PORT", description = "Where to listen; 0 for any free port (default: 8080).")
    private @Nullable String port;

    @Option(names = BIND, paramLabel = "ADDRESS", description = "The network address to listen on (default: 0.0.0.0).")
    private @Nullable String bind;

    @Option(
            names = DOMAIN,
            paramLabel = "DOMAIN",
            description = "Sites are at NAME.DOMAIN; an IP address if there is no domain (default: localhost).")
    private @Nullable String domain;

    @Option(names = PLUGINS, paramLabel = "DIR", description = "The folder of the plugins (default: the ones that came along).")
    private @Nullable String plugins;

    @Option(names = SAFE_MODE, description = "Start no plugin, to mend what they keep from starting.")
    private boolean safeMode;

    @Option(
            names = TRUSTED_PROXY,
            paramLabel = "ADDRESS",
            description = "A proxy whose X-Forwarded-For is believed; may be repeated.")
    private List<String> trustedProxies = new ArrayList<>();

    /**
     * Finds what the server on a data file is to run with.
     *
     * @throws CommandFailure if a flag is wrong
     * @throws StartupException if a variable or the file is
     */
    Configuration configuration(Path database, Shell shell) {
        if (config != null && !Files.exists(config)) {
            throw CommandFailure.usage("there is no configuration file '%s'".formatted(config));
        }
        return Configuration.load(places(database), layer(), shell.environment(), Optional.ofNullable(config));
    }

    private static Places places(Path database) {
        return new Places(Path.of(System.getProperty("fazt.home", ".")), database.resolveSibling(""));
    }

    private Layer layer() {
        Map<String, Given> values = new HashMap<>();
        put(values, Keys.SERVER_PORT, PORT, port);
        put(values, Keys.SERVER_BIND, BIND, bind);
        put(values, Keys.SERVER_DOMAIN, DOMAIN, domain);
        put(values, Keys.PLUGINS_FOLDER, PLUGINS, plugins);
        put(values, Keys.PLUGINS_SAFE_MODE, SAFE_MODE, safeMode ? "true" : null);
        put(
                values,
                Keys.SERVER_TRUSTED_PROXIES,
                TRUSTED_PROXY,
                trustedProxies.isEmpty() ? null : String.join(",", trustedProxies));
        return new Layer(values);
    }

    private static void put(Map<String, Given> values, Key<?> key, String flag, @Nullable String text) {
        if (text == null) {
            return;
        }
        Given given = new Given(text, new Source.Flag(flag));
        try {
            key.read(given);
        } catch (StartupException e) {
            throw CommandFailure.usage(Shell.plain(e.getMessage()));
        }
        values.put(key.name(), given);
    }

    /** Returns the flags as they were given, for another process in the same folder and environment. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, CONFIG, config);
        add(arguments, PORT, port);
        add(arguments, BIND, bind);
        add(arguments, DOMAIN, domain);
        add(arguments, PLUGINS, plugins);
        if (safeMode) {
            arguments.add(SAFE_MODE);
        }
        trustedProxies.forEach(proxy -> add(arguments, TRUSTED_PROXY, proxy));
        return arguments;
    }

    private static void add(List<String> arguments, String flag, @Nullable Object value) {
        if (value != null) {
            arguments.add(flag + "=" + value);
        }
    }
}
