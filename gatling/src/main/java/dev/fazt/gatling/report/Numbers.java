package dev.fazt.gatling.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** Writes figures with as many digits as they deserve. */
final class Numbers {
    private static final long MEBI = 1 << 20;

    private Numbers() {}

    static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Writes two digits that count, and zeros. */
    static String rough(double number) {
        return whole(new BigDecimal(number).round(new MathContext(2)).doubleValue());
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    static String ratio(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** Writes a time in milliseconds: below ten with a decimal. */
    static String millis(double millis) {
        return millis > 0 && millis < 10 ? decimal(millis) : whole(millis);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String megabytes(Optional<Long> bytes) {
        return bytes.map(count -> whole((double) count / MEBI)).orElse("");
    }
}
