package dev.fazt.host.backup;

import java.nio.file.Path;

/** Is a copy of a data file that was opened and found whole. */
public record VerifiedCopy(Path file, long bytes, long pages) {}
