package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for copies of the data file. */
@Command(name = "backup", description = "Copy the data file, also while the server runs, and put a copy back.")
final class BackupCommand {}
