package dev.fazt.host.plugin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a plugin to the key that its first signed version was signed with: whoever can swap a file can not swap the author. */
final class PinnedKey {
    private PinnedKey() {}

    /**
     * Returns the key that is pinned once a version is installed.
     *
     * @param known what is known of the plugin so far
     * @param signature of the new version, verified; null if there is none
     * @throws PluginRejected if it is not signed with the key that is pinned
     */
    static @Nullable String after(Optional<PluginRecord> known, @Nullable JarSignature signature) {
        String pinned = known.map(PluginRecord::publicKey).orElse(null);
        String given = signature == null ? null : signature.publicKey();
        if (pinned == null || pinned.equals(given)) {
            return given;
        }
        String id = known.map(PluginRecord::id).orElseThrow();
        throw new PluginRejected(
                given == null
                        ? "it is not signed, but '%s' was signed before: if you trust it nevertheless, 'fazt plugin trust %s' says so first"
                                .formatted(id, id)
                        : "it is signed with another key than '%s' was before: if you trust that key, 'fazt plugin trust %s KEY' says so first"
                                .formatted(id, id));
    }
}
