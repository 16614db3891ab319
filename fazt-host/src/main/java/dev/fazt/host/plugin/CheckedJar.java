package dev.fazt.host.plugin;

import java.util.Set;

/**
 * Is what is known of a jar that passed the preflight.
 *
 * @param sha256 of the whole file, in hexadecimal
 * @param endingClasses the binary names of the classes that call what would end the process
 */
record CheckedJar(PluginManifest manifest, String sha256, Set<String> endingClasses) {
    CheckedJar {
        endingClasses = Set.copyOf(endingClasses);
    }

    String id() {
        return manifest.id();
    }

    PluginRecord.Version asVersion() {
        return new PluginRecord.Version(manifest.version(), sha256);
    }
}
