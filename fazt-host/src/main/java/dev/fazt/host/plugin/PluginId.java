package dev.fazt.host.plugin;

import java.util.Set;
import java.util.regex.Pattern;

/** Says what a plugin may be called. */
public final class PluginId {
    static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** Are the host's own groups of operations, lanes and owners of tables, and words of the command line. */
    private static final Set<String> RESERVED = Set.of(
            "host", "control", "server", "site", "token", "backup", "db", "plugin", "remote", "audit", "session", "owner",
            "completion", "help", "openapi");

    private PluginId() {}

    /** Tells whether an id is a word of Fazt itself. */
    static boolean isReserved(String id) {
        return RESERVED.contains(id);
    }

    /**
     * Returns the id.
     *
     * @throws IllegalArgumentException if no plugin may be called so
     */
    public static String require(String id) {
        if (!GRAMMAR.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a plugin's id: write it in small letters, digits and hyphens, like guest-book".formatted(id));
        }
        if (isReserved(id)) {
            throw new IllegalArgumentException("'%s' is a word of fazt itself: choose another id".formatted(id));
        }
        return id;
    }
}
