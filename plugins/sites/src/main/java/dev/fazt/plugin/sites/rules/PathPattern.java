package dev.fazt.plugin.sites.rules;

import dev.fazt.plugin.sites.path.SitePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matches decoded paths: {@code :name} stands for one part between slashes, {@code *} for everything. Immutable.
 *
 * <p>There is one {@code *} at most, and only letters that stand for themselves after it, so matching takes one pass.
 */
final class PathPattern {
    static final String SPLAT = "splat";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private final List<Token> tokens;
    /** What follows the {@code *}; null if there is none. */
    private final @Nullable String suffix;

    private sealed interface Token {
        record Literal(String text) implements Token {}

        record Placeholder(String name) implements Token {}
    }

    private PathPattern(List<Token> tokens, @Nullable String suffix) {
        this.tokens = List.copyOf(tokens);
        this.suffix = suffix;
    }

    /** Reads a pattern as it is written, with percent escapes where its author wanted them. */
    static PathPattern parse(String written) throws RuleException {
        if (!written.startsWith("/")) {
            throw RuleException.of("the path '%s' must start with '/'", written);
        }
        String path = SitePath.decodeWritten(written)
                .orElseThrow(() -> RuleException.of(
                        "'%s' can not be a path: '..', backslashes, control characters and bad percent escapes match nothing",
                        written));
        int star = path.indexOf('*');
        if (path.indexOf('*', star + 1) > star && star >= 0) {
            throw RuleException.of("'%s' has more than one '*'", written);
        }
        String before = star < 0 ? path : path.substring(0, star);
        String after = star < 0 ? null : path.substring(star + 1);
        if (after != null && after.contains("/:")) {
            throw RuleException.of("'%s' has a placeholder after its '*'", written);
        }
        return new PathPattern(tokens(before, written), after);
    }

    private static List<Token> tokens(String path, String written) throws RuleException {
        List<Token> tokens = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        int from = 0;
        for (int colon = path.indexOf("/:"); colon >= 0; colon = path.indexOf("/:", from)) {
            int slash = path.indexOf('/', colon + 1);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(colon + 2, end);
            if (!NAME.matcher(name).matches() || name.equals(SPLAT)) {
                throw RuleException.of("'%s' has a placeholder with a bad name: write letters and digits, as in '/:year'", written);
            }
            if (!names.add(name)) {
                throw RuleException.of("'%s' uses one placeholder twice", written);
            }
            tokens.add(new Token.Literal(path.substring(from, colon + 1)));
            tokens.add(new Token.Placeholder(name));
            from = end;
        }
        tokens.add(new Token.Literal(path.substring(from)));
        return tokens;
    }

    /** Tells whether more than one path matches. */
    boolean dynamic() {
        return suffix != null || tokens.size() > 1;
    }

    /** Tells whether the pattern ends with {@code *}. */
    boolean open() {
        return suffix != null && suffix.isEmpty();
    }

    /** Returns the names of what a match finds. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Token token : tokens) {
            if (token instanceof Token.Placeholder placeholder) {
                names.add(placeholder.name());
            }
        }
        if (suffix != null) {
            names.add(SPLAT);
        }
        return names;
    }

    /** Returns the one path that matches. */
    String literal() {
        return tokens.getFirst() instanceof Token.Literal literal ? literal.text() : "";
    }

    /** Returns the decoded parts of a path for the placeholders; null if the path does not match. */
    @Nullable Map<String, String> match(String path) {
        Map<String, String> found = dynamic() ? new LinkedHashMap<>() : Map.of();
        int at = 0;
        for (Token token : tokens) {
            switch (token) {
                case Token.Literal literal -> {
                    if (!path.startsWith(literal.text(), at)) {
                        return null;
                    }
                    at += literal.text().length();
                }
                case Token.Placeholder placeholder -> {
                    int slash = path.indexOf('/', at);
                    int end = slash < 0 ? path.length() : slash;
                    if (end == at) {
                        return null;
                    }
                    found.put(placeholder.name(), path.substring(at, end));
                    at = end;
                }
            }
        }
        if (suffix == null) {
            return at == path.length() ? found : null;
        }
        int end = path.length() - suffix.length();
        if (end < at || !path.endsWith(suffix)) {
            return null;
        }
        found.put(SPLAT, path.substring(at, end));
        return found;
    }
}
