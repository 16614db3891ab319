package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in a site's instructions, up to a number that a person can read. Not thread-safe. */
final class RuleErrors {
    private static final int MOST = 50;

    private final List<RuleError> errors = new ArrayList<>();

    void add(String file, int line, String message) {
        if (errors.size() < MOST) {
            errors.add(new RuleError(file, line, message));
        }
    }

    List<RuleError> all() {
        return List.copyOf(errors);
    }
}
