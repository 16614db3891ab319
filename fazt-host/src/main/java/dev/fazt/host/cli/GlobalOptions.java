package dev.fazt.host.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Holds the options that every command takes: which server is meant, and how to print. */
final class GlobalOptions {
    @Option(
            names = "--db",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The data file of the server on this machine (FAZT_DB; default: servers/local/data.db).")
    @Nullable Path database;

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "SERVER",
            description = "A server elsewhere: a name from 'fazt remote list', or an address (FAZT_SERVER).")
    @Nullable String server;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "The API token to use. Others on this machine can see it: prefer FAZT_TOKEN or --token-file.")
    @Nullable String token;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file that holds the API token.")
    @Nullable Path tokenFile;

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "table for people (default), json for programs, csv for spreadsheets.")
    OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    boolean json() {
        return output == OutputFormat.JSON;
    }
}
