package dev.fazt.host.plugin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Is what the data file knows of a plugin.
 *
 * @param current the version that runs, or would
 * @param previous the one before, to go back to
 * @param publicKey who may sign it, as of its first signed installation
 * @param settings a JSON object of what was set, as text
 */
record PluginRecord(
        String id, State state, Version current, @Nullable Version previous, @Nullable String publicKey, String settings) {

    /** Says what is meant to become of a plugin when the server starts. */
    enum State {
        ENABLED,
        DISABLED,
        /** Its data is kept, and what is known of it. */
        REMOVED
    }

    /** Is one version by its jar. */
    record Version(String number, String sha256) {}

    static PluginRecord installed(CheckedJar jar) {
        return new PluginRecord(jar.id(), State.ENABLED, jar.asVersion(), null, null, "{}");
    }

    boolean isInstalled() {
        return state != State.REMOVED;
    }

    /** Tells whether a jar is that of the present version or of the one before. */
    boolean isOf(String sha256) {
        return current.sha256().equals(sha256) || (previous != null && previous.sha256().equals(sha256));
    }

    Optional<Version> before() {
        return Optional.ofNullable(previous);
    }

    PluginRecord with(State next) {
        return new PluginRecord(id, next, current, previous, publicKey, settings);
    }

    /** Returns it as it is when another jar runs; the present one is then the one before. */
    PluginRecord replacedBy(Version next) {
        Version before = state == State.REMOVED ? null : next.equals(current) ? previous : current;
        return new PluginRecord(id, State.ENABLED, next, before, publicKey, settings);
    }

    PluginRecord signedBy(@Nullable String key) {
        return new PluginRecord(id, state, current, previous, key, settings);
    }

    PluginRecord withSettings(String next) {
        return new PluginRecord(id, state, current, previous, publicKey, next);
    }

    /** Returns it as it is when nothing of the plugin is left but that it was removed. */
    PluginRecord purged() {
        return new PluginRecord(id, State.REMOVED, current, null, null, "{}");
    }
}
