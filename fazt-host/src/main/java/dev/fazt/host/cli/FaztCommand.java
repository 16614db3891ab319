package dev.fazt.host.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Is the root of all commands. */
@Command(
        name = "fazt",
        versionProvider = FaztCommand.BuiltVersion.class,
        description = "A self-hosted personal cloud: one program, one data file.",
        synopsisSubcommandLabel = "NOUN VERB",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed",
            "2:the command line is wrong",
            "3:no server is running or reachable",
            "4:not allowed (the token is missing, wrong or too narrow)"
        },
        commandListHeading = "%nCommands (more of them when a server is running: one for each operation of its plugins):%n",
        footer = {"", "'fazt NOUN VERB --help' says what a command takes."})
final class FaztCommand {
    @Mixin
    final GlobalOptions options = new GlobalOptions();

    @Option(names = "--version", versionHelp = true, description = "Print the version of this program.")
    boolean version;

    /** Tells picocli the version. */
    static final class BuiltVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"fazt " + dev.fazt.host.Version.current()};
        }
    }
}
