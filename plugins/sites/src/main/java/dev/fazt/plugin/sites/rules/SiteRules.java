package dev.fazt.plugin.sites.rules;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.TrailingSlash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Are the instructions of one deploy, compiled. Immutable.
 *
 * @param redirects from {@code _redirects}, then {@code fazt.json}
 * @param headers from {@code _headers}, then {@code fazt.json}
 * @param singlePage whether routes without a file show {@code /index.html}
 * @param slash how the addresses of pages end
 */
public record SiteRules(
        RedirectRules redirects, HeaderRules headers, boolean singlePage, TrailingSlash slash, IgnorePatterns ignored) {

    /** Are the paths of the files that hold instructions. They are never served. */
    public static final Set<String> FILES = Set.of(RedirectsFile.NAME, HeadersFile.NAME, SettingsFile.NAME);

    /** Is the path of the file that holds settings. */
    public static final String SETTINGS = SettingsFile.NAME;

    /** Are the rules of a site that has none. */
    public static final SiteRules NONE =
            new SiteRules(RedirectRules.NONE, HeaderRules.NONE, false, TrailingSlash.AUTO, IgnorePatterns.NONE);

    /** The size of an instruction file from which on it is refused. */
    public static final int MOST_BYTES = SourceText.MOST_BYTES;

    private static final int MOST_STATIC = 2_000;
    private static final int MOST_DYNAMIC = 100;
    private static final int MOST_HEADERS = 100;

    /**
     * Is what became of compiling.
     *
     * @param rules those that could be understood
     * @param errors empty if all could
     */
    public record Compilation(SiteRules rules, List<RuleError> errors) {}

    /**
     * Compiles the instructions of a deploy, whatever they hold.
     *
     * @param instructions the contents of those of {@link #FILES} that the deploy has, by path
     * @param paths of all files of the deploy, without a leading slash
     */
    public static Compilation compile(Map<String, byte[]> instructions, Set<String> paths) {
        if (instructions.isEmpty()) {
            return new Compilation(NONE, List.of());
        }
        RuleErrors errors = new RuleErrors();
        Map<String, String> texts = new HashMap<>();
        instructions.forEach((file, content) -> texts.put(file, SourceText.decode(file, content, errors)));
        List<RedirectRule> redirects =
                new ArrayList<>(RedirectsFile.parse(texts.getOrDefault(RedirectsFile.NAME, ""), errors));
        List<HeaderRule> headers = new ArrayList<>(HeadersFile.parse(texts.getOrDefault(HeadersFile.NAME, ""), errors));
        SettingsFile.Settings settings = SettingsFile.parse(texts.get(SettingsFile.NAME), errors);
        redirects.addAll(settings.redirects());
        headers.addAll(settings.headers());
        limit(redirects, headers, errors);
        SiteRules rules = new SiteRules(
                new RedirectRules(redirects),
                new HeaderRules(headers),
                settings.singlePage(),
                settings.slash(),
                settings.ignored());
        if (errors.all().isEmpty()) {
            Map<String, String> files = paths.stream()
                    .filter(rules::shows)
                    .collect(Collectors.toMap(path -> "/" + path, path -> path));
            new RedirectLoops(rules.redirects, new PathResolution<>(files, rules.slash)).check(redirects, errors);
        }
        return new Compilation(rules, errors.all());
    }

    /**
     * Compiles the instructions of a deploy that is being made.
     *
     * @throws FaztException as {@link Fault.Invalid} with every mistake by file and line
     */
    public static SiteRules check(Map<String, byte[]> instructions, Set<String> paths) {
        Compilation compilation = compile(instructions, paths);
        if (!compilation.errors.isEmpty()) {
            List<Fault.FieldError> fields = compilation.errors.stream()
                    .map(error -> new Fault.FieldError(error.place(), "INVALID", error.message()))
                    .toList();
            throw new FaztException(
                    new Fault.Invalid(422, fields),
                    "the deploy is refused: "
                            + compilation.errors.stream().map(RuleError::toString).collect(Collectors.joining("; ")));
        }
        return compilation.rules;
    }

    private static void limit(List<RedirectRule> redirects, List<HeaderRule> headers, RuleErrors errors) {
        int plain = 0;
        int dynamic = 0;
        for (RedirectRule rule : redirects) {
            boolean one = rule.dynamic() ? ++dynamic == MOST_DYNAMIC + 1 : ++plain == MOST_STATIC + 1;
            if (one) {
                errors.add(rule.file(), rule.line(), "this is one rule too many: there can be %,d plain ones, and %,d with '*' or placeholders"
                        .formatted(MOST_STATIC, MOST_DYNAMIC));
            }
        }
        if (headers.size() > MOST_HEADERS) {
            errors.add(HeadersFile.NAME, 1, "there are %,d blocks of headers: there can be %,d"
                    .formatted(headers.size(), MOST_HEADERS));
        }
        // What compiles with errors may be served all the same, if it was deployed by an older version: bounded.
        if (headers.size() > MOST_HEADERS) {
            headers.subList(MOST_HEADERS, headers.size()).clear();
        }
        if (plain > MOST_STATIC || dynamic > MOST_DYNAMIC) {
            redirects.clear();
        }
    }

    /** Reads from settings which files need not even be stored, by their paths; none if they have mistakes, which {@link #check} tells. */
    public static Predicate<String> ignoredBy(byte[] settings) {
        RuleErrors errors = new RuleErrors();
        IgnorePatterns patterns =
                SettingsFile.parse(SourceText.decode(SETTINGS, settings, errors), errors).ignored();
        return errors.all().isEmpty() ? path -> !FILES.contains(path) && patterns.ignores(path) : path -> false;
    }

    /** Tells whether a file of the deploy, by its path without a leading slash, is part of what visitors can see. */
    public boolean shows(String path) {
        return !FILES.contains(path) && !ignored.ignores(path);
    }
}
