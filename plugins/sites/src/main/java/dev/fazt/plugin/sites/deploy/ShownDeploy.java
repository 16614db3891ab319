package dev.fazt.plugin.sites.deploy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says which deploy an address shows.
 *
 * @param number of the deploy
 * @param since when it became visible there: by a deploy or a rollback, or, at an address of its own, when it was made
 * @param expiresAt when it goes by itself; null for never
 */
public record ShownDeploy(long number, Instant since, @Nullable Instant expiresAt) {}
