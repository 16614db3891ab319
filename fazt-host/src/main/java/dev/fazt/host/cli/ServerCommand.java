package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for the server itself. */
@Command(name = "server", description = "Start, inspect and stop a server.")
final class ServerCommand {}
