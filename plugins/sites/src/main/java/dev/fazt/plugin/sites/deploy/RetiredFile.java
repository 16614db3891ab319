package dev.fazt.plugin.sites.deploy;

import java.time.Instant;

/**
 * Is a file of a deploy that visitors saw until lately.
 *
 * @param retiredAt when they stopped seeing it
 */
public record RetiredFile(DeployedFile file, Instant retiredAt) {}
