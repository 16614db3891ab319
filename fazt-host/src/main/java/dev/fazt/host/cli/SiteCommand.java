package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for sites. */
@Command(name = "site", aliases = "sites", description = "Deploy and manage sites.")
final class SiteCommand {}
