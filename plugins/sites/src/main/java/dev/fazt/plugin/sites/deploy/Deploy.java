package dev.fazt.plugin.sites.deploy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one deploy of a site, which never changes.
 *
 * @param number counts the deploys of the site, from 1
 * @param live whether it is what visitors see
 * @param author who deployed
 */
public record Deploy(
        long number, boolean live, Instant createdAt, String author, @Nullable String message, long files, long bytes) {}
