package dev.fazt.host.server;

import dev.fazt.host.StartupException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says where and as what the server runs.
 *
 * @param database the data file
 * @param plugins the folder of the plugins' jars
 * @param bind the address to listen on
 * @param port 0 for any free one
 * @param domain sites are at {@code <site>.<domain>}; an IP address if there is no domain
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 */
public record ServerConfiguration(
        Path database, Path plugins, String bind, int port, String domain, List<String> trustedProxies) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,10}");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    public ServerConfiguration {
        domain = domain.toLowerCase(Locale.ROOT);
        trustedProxies = List.copyOf(trustedProxies);
        if (port < 0 || port > 65_535) {
            throw new StartupException("%d is not a port: use 1 to 65535".formatted(port));
        }
        if (!DOMAIN.matcher(domain).matches() && !ADDRESS.matcher(domain).matches()) {
            throw new StartupException(
                    "'%s' is not a domain or an IP address: write it like 'example.org'".formatted(domain));
        }
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
        return ADDRESS.matcher(domain).matches();
    }
}
