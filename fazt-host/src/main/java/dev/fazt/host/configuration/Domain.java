package dev.fazt.host.configuration;

import java.util.Locale;
import java.util.regex.Pattern;

/** Is what the hosts of the sites end with: a domain, or an IP address if the server has none. */
public record Domain(String name) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,10}");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    public Domain {
        name = name.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(name).matches() && !ADDRESS.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a domain or an IP address: write it like 'example.org'".formatted(name));
        }
    }

    /** Tells whether it is an IP address, so that sites can have no hosts of their own. */
    public boolean isAddress() {
        return ADDRESS.matcher(name).matches();
    }
}
