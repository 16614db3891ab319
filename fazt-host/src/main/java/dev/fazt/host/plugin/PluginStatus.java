package dev.fazt.host.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Tells what became of a plugin.
 *
 * @param id the plugin's id, or the file name of a jar that could not be read
 * @param state {@code started}, {@code disabled}, {@code failed}, {@code quarantined} or {@code removed}
 * @param reason why it is not started
 */
public record PluginStatus(String id, @Nullable String version, String state, @Nullable String reason) {}
