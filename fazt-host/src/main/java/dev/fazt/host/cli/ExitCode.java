package dev.fazt.host.cli;

/** Lists the exit codes of every command; scripts rely on them. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NO_SERVER = 3;
    static final int NOT_ALLOWED = 4;

    private ExitCode() {}
}
