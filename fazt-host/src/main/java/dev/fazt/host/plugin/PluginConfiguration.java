package dev.fazt.host.plugin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Says where plugins come from and what they may take.
 *
 * @param inbox the folder where jars are dropped
 * @param store the folder for the jars that are installed
 * @param repository the address of the index to install from by id
 * @param safeMode whether none is started
 */
public record PluginConfiguration(
        Path inbox, Path store, Optional<String> repository, PluginLimits limits, boolean safeMode) {}
