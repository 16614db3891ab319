package dev.fazt.host.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Is what a plugin's jar says about itself, read without running any of its code.
 *
 * @param id lower-case letters, digits and hyphens; also the plugin's path segment
 * @param version MAJOR.MINOR.PATCH (semver.org), with an optional pre-release
 * @param requires the range of API versions that it works with, in PF4J's notation
 * @param entryClass the class that implements {@link dev.fazt.api.FaztPlugin}
 */
public record PluginManifest(String id, String version, String requires, String entryClass) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    /** Are the host's own groups of operations, lanes and owners of tables. */
    private static final Set<String> RESERVED = Set.of(
            "host", "control", "server", "site", "token", "backup", "db", "plugin", "remote", "audit");

    private static final Pattern VERSION = Pattern.compile("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}(-[0-9A-Za-z.-]{1,64})?");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+");

    /**
     * Reads the manifest of a jar.
     *
     * @throws PluginRejected if the file is no jar, or its manifest lacks something
     */
    static PluginManifest read(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null) {
                throw new PluginRejected("it has no manifest: build it with the Plugin-* entries that the guide lists");
            }
            Attributes entries = manifest.getMainAttributes();
            PluginManifest read = new PluginManifest(
                    entry(entries, "Plugin-Id", ID),
                    entry(entries, "Plugin-Version", VERSION),
                    entry(entries, "Plugin-Requires", Pattern.compile(".{1,100}")),
                    entry(entries, "Plugin-Class", CLASS));
            if (RESERVED.contains(read.id)) {
                throw new PluginRejected("its Plugin-Id '%s' is a word of fazt itself: choose another".formatted(read.id));
            }
            if (file.getEntry(read.entryClass.replace('.', '/') + ".class") == null) {
                throw new PluginRejected("its Plugin-Class '%s' is not in the jar".formatted(read.entryClass));
            }
            if (file.stream().anyMatch(entry -> entry.getName().startsWith("dev/fazt/api/"))) {
                throw new PluginRejected("it contains the classes of fazt-api: give that dependency the scope 'provided'");
            }
            return read;
        } catch (ZipException e) {
            throw new PluginRejected("it is not a jar: " + e.getMessage(), e);
        } catch (IOException | SecurityException e) {
            throw new PluginRejected("it can not be read: " + e.getMessage(), e);
        }
    }

    private static String entry(Attributes entries, String name, Pattern grammar) {
        String value = entries.getValue(name);
        if (value == null || value.isBlank()) {
            throw new PluginRejected("its manifest has no " + name);
        }
        if (!grammar.matcher(value.strip()).matches()) {
            throw new PluginRejected("its %s '%s' does not match %s".formatted(name, value, grammar));
        }
        return value.strip();
    }
}
