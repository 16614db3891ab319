package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what a {@code .faztignore} leaves out of a deploy, by the rules of gitignore: comments, {@code *}, {@code **}, {@code
 * ?}, {@code [a-z]}, a slash at the end for folders, one at the start or in the middle for paths from the root, {@code !} to take
 * back. The last rule that matches decides. As in git, nothing below an ignored folder can be taken back.
 */
final class IgnoreRules {
    /** Ignores nothing. */
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private static final long LONGEST = 256 << 10;

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads an ignore file; ignores nothing if there is none.
     *
     * @throws CommandFailure if it is not a text, or too long to be one that a person wrote
     */
    static IgnoreRules read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        if (Files.size(file) > LONGEST) {
            throw CommandFailure.failed("'%s' is longer than %,d KiB: name folders rather than each file".formatted(file.getFileName(), LONGEST >> 10));
        }
        try {
            return parse(Files.readAllLines(file));
        } catch (CharacterCodingException notUtf8) {
            throw CommandFailure.failed("'%s' is not UTF-8: save it as that".formatted(file.getFileName()));
        }
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

    /** Reads the {@code ignore} of a {@code fazt.json}, where brackets and backslashes mean themselves. */
    static IgnoreRules ofSettings(List<String> patterns) {
        return new IgnoreRules(patterns.stream()
                .filter(pattern -> !pattern.isBlank())
                .map(pattern -> Rule.parse(pattern.replaceAll("[\\\\\\[]", "\\\\$0")))
                .toList());
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

    private record Rule(Glob glob, boolean negated, boolean foldersOnly) {

        static Rule parse(String line) {
            boolean negated = line.startsWith("!");
            String text = negated ? line.substring(1) : line;
            boolean foldersOnly = text.endsWith("/");
            text = foldersOnly ? text.substring(0, text.length() - 1) : text;
            boolean anchored = text.contains("/");
            text = text.startsWith("/") ? text.substring(1) : text;
            return new Rule(new Glob(text, !anchored), negated, foldersOnly);
        }

        boolean matches(String path, boolean folder) {
            return (folder || !foldersOnly) && glob.matches(path);
        }
    }
}
