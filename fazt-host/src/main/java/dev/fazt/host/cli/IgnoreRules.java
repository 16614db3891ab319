package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides what a {@code .faztignore} leaves out of a deploy, by the rules of gitignore: comments, {@code *}, {@code **}, {@code
 * ?}, {@code [a-z]}, a slash at the end for folders, one at the start or in the middle for paths from the root, {@code !} to take
 * back. The last rule that matches decides. As in git, nothing below an ignored folder can be taken back.
 */
final class IgnoreRules {
    /** Ignores nothing. */
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Reads the lines of an ignore file. */
    static IgnoreRules parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = withoutTrailingSpaces(line);
            if (!text.isEmpty() && !text.startsWith("#")) {
                rules.add(Rule.parse(text));
            }
        }
        return new IgnoreRules(rules);
    }

    /**
     * Tells whether a path is left out.
     *
     * @param path from the root, with slashes between the names and none at either end
     */
    boolean ignores(String path, boolean folder) {
        for (Rule rule : rules.reversed()) {
            if (rule.matches(path, folder)) {
                return !rule.negated();
            }
        }
        return false;
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && Character.isWhitespace(line.charAt(end - 1)) && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    private record Rule(Pattern pattern, boolean negated, boolean foldersOnly) {

        static Rule parse(String line) {
            boolean negated = line.startsWith("!");
            String text = negated ? line.substring(1) : line;
            boolean foldersOnly = text.endsWith("/");
            text = foldersOnly ? text.substring(0, text.length() - 1) : text;
            boolean anchored = text.contains("/");
            text = text.startsWith("/") ? text.substring(1) : text;
            return new Rule(Pattern.compile((anchored ? "" : "(?:.*/)?") + regex(text)), negated, foldersOnly);
        }

        boolean matches(String path, boolean folder) {
            return (folder || !foldersOnly) && pattern.matcher(path).matches();
        }

        private static String regex(String glob) {
            StringBuilder regex = new StringBuilder();
            int i = 0;
            while (i < glob.length()) {
                char c = glob.charAt(i);
                if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                    regex.append("(?:.*/)?");
                    i += 3;
                } else if (glob.startsWith("**", i) && i + 2 == glob.length() && (i == 0 || glob.charAt(i - 1) == '/')) {
                    regex.append(".+");
                    i += 2;
                } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                    int end = glob.indexOf(']', i + 2);
                    regex.append(characterClass(glob.substring(i + 1, end)));
                    i = end + 1;
                } else if (c == '\\' && i + 1 < glob.length()) {
                    regex.append(Pattern.quote(glob.substring(i + 1, i + 2)));
                    i += 2;
                } else {
                    regex.append(one(c));
                    i++;
                }
            }
            return regex.toString();
        }

        private static String one(char c) {
            return switch (c) {
                case '*' -> "[^/]*";
                case '?' -> "[^/]";
                default -> Pattern.quote(String.valueOf(c));
            };
        }

        private static String characterClass(String members) {
            boolean inverted = members.startsWith("!") || members.startsWith("^");
            // Only '-' keeps its meaning between the brackets.
            String escaped = members.substring(inverted ? 1 : 0).replaceAll("([\\\\\\[\\]^&])", "\\\\$1");
            return inverted ? "[^/" + escaped + "]" : "(?!/)[" + escaped + "]";
        }
    }
}
