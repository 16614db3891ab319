package dev.fazt.host.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Describes one setting of a plugin to its owner.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code duration} or {@code enum}
 * @param value as text, {@code ******} if it is secret and set; null if there is none
 * @param fallback the default, likewise
 */
public record SettingListing(
        String key, @Nullable String value, @Nullable String fallback, String type, String description) {}
