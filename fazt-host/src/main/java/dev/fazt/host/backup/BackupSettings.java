package dev.fazt.host.backup;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says how often the server makes a backup by itself, and how many it keeps.
 *
 * @param every at least a minute; null for never
 * @param keep 1 to 1000
 * @param folder where they are; made if it is not there
 */
public record BackupSettings(@Nullable Duration every, int keep, Path folder) {
    private static final int MOST = 1_000;

    public BackupSettings {
        if (every != null && every.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("%s is too often for backups: use at least a minute".formatted(every));
        }
        if (keep < 1 || keep > MOST) {
            throw new IllegalArgumentException("%d is not a number of backups to keep: use 1 to %d".formatted(keep, MOST));
        }
    }
}
