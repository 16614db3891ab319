package dev.fazt.api;

import java.util.regex.Pattern;

/**
 * Names a tenant of the server: a site with its hosts and its data.
 *
 * @param name a DNS label in lower case (RFC 1035), 1 to 63 characters, without {@code --}, which separates previews
 */
public record Site(String name) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public Site {
        if (!LABEL.matcher(name).matches() || name.contains("--")) {
            throw FaztException.invalid(
                    "name",
                    "'%s' is not a site name: use 1 to 63 of a-z, 0-9 and single hyphens, not at either end"
                            .formatted(name.length() > 80 ? name.substring(0, 80) + "…" : name));
        }
    }
}
