package dev.fazt.host.cli;

/** Says for whom a command prints its result. */
enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs: what the server answered. */
    JSON,
    /** For spreadsheets: the rows of a list (RFC 4180). */
    CSV
}
