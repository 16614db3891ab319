package dev.fazt.host.cli;

import java.util.Locale;

/** Translates between the names of HTTP parameters and those of options. */
final class Names {
    private Names() {}

    /** Makes {@code expiresInDays} into {@code expires-in-days}. */
    static String kebab(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
