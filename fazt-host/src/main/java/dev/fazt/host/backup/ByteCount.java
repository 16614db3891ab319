package dev.fazt.host.backup;

import java.util.Locale;

/** Is an amount of bytes that is written for people, such as {@code 13.4 MiB}. */
public record ByteCount(long bytes) {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes / 1024.0;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
