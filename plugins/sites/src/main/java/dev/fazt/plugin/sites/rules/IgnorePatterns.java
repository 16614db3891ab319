package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which files {@code ignore} of {@code fazt.json} leaves out, by the rules of gitignore: {@code *}, {@code **}, {@code ?},
 * a slash at the end for folders, one elsewhere for paths from the root, {@code !} to take back. Immutable.
 */
public final class IgnorePatterns {
    static final IgnorePatterns NONE = new IgnorePatterns(List.of());
    private static final int LONGEST = 200;
    private static final int MOST_STARS = 5;

    private final List<Rule> rules;

    private record Rule(Glob glob, boolean negated, boolean foldersOnly) {}

    private IgnorePatterns(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static IgnorePatterns of(List<String> written) throws RuleException {
        List<Rule> rules = new ArrayList<>();
        for (String text : written) {
            rules.add(rule(text));
        }
        return new IgnorePatterns(rules);
    }

    /** Checks one pattern. What it may cost is bounded by its length and its stars, and grows no faster than they do. */
    private static Rule rule(String written) throws RuleException {
        if (written.isBlank() || written.length() > LONGEST || written.chars().filter(c -> c == '*').count() > MOST_STARS) {
            throw RuleException.of("'%s' is empty, longer than 200 characters or has more than 5 stars", written);
        }
        boolean negated = written.startsWith("!");
        String text = negated ? written.substring(1) : written;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        boolean anchored = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        // Brackets and backslashes mean themselves here.
        return new Rule(new Glob(text.replaceAll("[\\\\\\[]", "\\\\$0"), !anchored), negated, foldersOnly);
    }

    /** Tells whether a file is left out, itself or with one of its folders. */
    boolean ignores(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (decided(path.substring(0, slash), true)) {
                return true;
            }
        }
        return decided(path, false);
    }

    private boolean decided(String path, boolean folder) {
        for (Rule rule : rules.reversed()) {
            if ((folder || !rule.foldersOnly) && rule.glob.matches(path)) {
                return !rule.negated;
            }
        }
        return false;
    }
}
