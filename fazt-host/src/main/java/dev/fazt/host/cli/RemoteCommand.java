package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for named servers. */
@Command(
        name = "remote",
        description = "Name servers elsewhere, so that --server NAME is enough.",
        footer = {"", "FAZT_SERVER=NAME makes one the default of a shell."})
final class RemoteCommand {}
