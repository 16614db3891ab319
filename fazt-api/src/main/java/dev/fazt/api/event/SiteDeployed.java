package dev.fazt.api.event;

import dev.fazt.api.Site;

/**
 * A site shows a new deploy.
 *
 * @param number of the deploy within its site, from 1
 */
public record SiteDeployed(Site site, long number) implements Event {}
