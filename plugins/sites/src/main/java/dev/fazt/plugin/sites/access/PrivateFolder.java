package dev.fazt.plugin.sites.access;

/** Knows the folder of a site that is for holders of a token or a link alone. */
public final class PrivateFolder {
    private static final String NAME = "/private";

    private PrivateFolder() {}

    /** Tells whether a decoded path lies in the folder, or is the folder itself. */
    public static boolean holds(String path) {
        return path.startsWith(NAME) && (path.length() == NAME.length() || path.charAt(NAME.length()) == '/');
    }
}
