package dev.fazt.plugin.sites.deploy;

import java.time.Instant;

/**
 * Says which deploy visitors see.
 *
 * @param number of the deploy
 * @param since when it became live, by a deploy or a rollback
 */
public record LiveDeploy(long number, Instant since) {}
