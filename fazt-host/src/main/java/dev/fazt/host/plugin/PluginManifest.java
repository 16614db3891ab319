package dev.fazt.host.plugin;

import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is what a plugin's jar says about itself, read without running any of its code.
 *
 * @param id lower-case letters, digits and hyphens; also the plugin's path segment
 * @param version MAJOR.MINOR.PATCH (semver.org), with an optional pre-release
 * @param requires the range of API versions that it works with, in PF4J's notation
 * @param entryClass the class that implements {@link dev.fazt.api.FaztPlugin}
 * @param description a sentence for people, empty if there is none
 */
record PluginManifest(String id, String version, String requires, String entryClass, String description) {
    /** Without what is behind a plus: two builds of one version would be equal. */
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,5})(\\.(0|[1-9]\\d{0,5})){2}"
            + "(-(?=.{1,64}$)(0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)(\\.(0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*))*)?");
    private static final Pattern RANGE = Pattern.compile("[-0-9A-Za-z.<>=~^*&|() ]{1,100}");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+");
    private static final Map<String, String> EXPECTED = Map.of(
            "Plugin-Id", "made of lower-case letters, digits and hyphens, with a letter first and at most 63 in all",
            "Plugin-Version", "a version such as 1.0.0 or 1.1.0-beta.1 (semver.org)",
            "Plugin-Requires", "a range of versions such as >=0.1.0",
            "Plugin-Class", "the full name of a class, with its package");
    private static final int LONGEST_DESCRIPTION = 500;

    /**
     * Reads the manifest of a jar.
     *
     * @throws PluginRejected if it lacks something
     */
    static PluginManifest of(@Nullable Manifest manifest) {
        if (manifest == null) {
            throw new PluginRejected("it has no manifest: build it with the Plugin-* entries that the guide lists");
        }
        Attributes entries = manifest.getMainAttributes();
        String description = entries.getValue("Plugin-Description");
        PluginManifest read = new PluginManifest(
                entry(entries, "Plugin-Id", PluginId.GRAMMAR),
                entry(entries, "Plugin-Version", VERSION),
                entry(entries, "Plugin-Requires", RANGE),
                entry(entries, "Plugin-Class", CLASS),
                description == null ? "" : plain(description));
        if (PluginId.isReserved(read.id)) {
            throw new PluginRejected("its Plugin-Id '%s' is a word of fazt itself: choose another".formatted(read.id));
        }
        if (entries.getValue("Plugin-Dependencies") != null) {
            throw new PluginRejected("it has Plugin-Dependencies, but plugins know each other by events alone: leave it out");
        }
        return read;
    }

    private static String plain(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_DESCRIPTION ? line : line.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }

    private static String entry(Attributes entries, String name, Pattern grammar) {
        String value = entries.getValue(name);
        if (value == null || value.isBlank()) {
            throw new PluginRejected("its manifest has no " + name);
        }
        String stripped = value.strip();
        if (!grammar.matcher(stripped).matches()) {
            String shown = plain(stripped.length() <= 80 ? stripped : stripped.substring(0, 80) + "…");
            throw new PluginRejected("its %s '%s' is not %s".formatted(name, shown, EXPECTED.getOrDefault(name, "what it should be")));
        }
        return stripped;
    }

    /** Tells whether a text is a version. */
    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}
