package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for the data file itself. */
@Command(name = "db", description = "Look after the data file.")
final class DbCommand {}
