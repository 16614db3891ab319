package dev.fazt.plugin.sites.deploy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one deploy of a site. What it holds never changes.
 *
 * @param number counts the deploys of the site, from 1; never given twice
 * @param id the first characters of its tree's name: the same for deploys that hold the same
 * @param live whether it is what visitors see
 * @param preview whether it was never live
 * @param author the name of the credential that deployed
 * @param expiresAt when a preview goes by itself; null for never
 */
public record Deploy(
        long number,
        String id,
        boolean live,
        boolean preview,
        Instant createdAt,
        String author,
        @Nullable String message,
        long files,
        long bytes,
        @Nullable Instant expiresAt) {}
