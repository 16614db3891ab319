package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides which files {@code ignore} of {@code fazt.json} leaves out, by the rules of gitignore: {@code *}, {@code **}, {@code ?},
 * a slash at the end for folders, one elsewhere for paths from the root, {@code !} to take back. Immutable.
 */
public final class IgnorePatterns {
    static final IgnorePatterns NONE = new IgnorePatterns(List.of());
    private static final int LONGEST = 200;
    private static final int MOST_STARS = 5;

    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean negated, boolean foldersOnly) {}

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

    /** Checks one pattern. Stars are counted, because each multiplies what a match may cost. */
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
        return new Rule(Pattern.compile((anchored ? "" : "(?:.*/)?") + regex(text)), negated, foldersOnly);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean atStart = i == 0 || glob.charAt(i - 1) == '/';
            if (atStart && glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (atStart && glob.startsWith("**", i) && i + 2 == glob.length()) {
                regex.append(".+");
                i++;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
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
            if ((folder || !rule.foldersOnly) && rule.pattern.matcher(path).matches()) {
                return !rule.negated;
            }
        }
        return false;
    }
}
