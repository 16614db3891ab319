package dev.fazt.host.cli;

import picocli.CommandLine.Command;

/** Groups the commands for plugins; most of them are operations of the server. */
@Command(name = "plugin", description = "Write, install and manage plugins.")
final class PluginCommand {}
