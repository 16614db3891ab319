package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code _redirects}: {@code from [key=:value …] to [status[!]] [Country=… Language=…]}, one rule in a line.
 *
 * <p>The grammar is Netlify's: https://docs.netlify.com/routing/redirects/ and
 * https://docs.netlify.com/routing/redirects/redirect-options/.
 */
final class RedirectsFile {
    static final String NAME = "_redirects";
    private static final int DEFAULT_STATUS = 301;
    private static final Pattern STATUS = Pattern.compile("(\\d{3})(!?)");

    private RedirectsFile() {}

    static List<RedirectRule> parse(String text, RuleErrors errors) {
        List<RedirectRule> rules = new ArrayList<>();
        for (SourceText.Line line : SourceText.lines(NAME, text, errors)) {
            List<String> parts = parts(line.text());
            if (parts.isEmpty()) {
                continue;
            }
            try {
                rules.add(RedirectRule.of(NAME, line.number(), read(parts)));
            } catch (RuleException wrong) {
                errors.add(NAME, line.number(), wrong.getMessage());
            }
        }
        return rules;
    }

    /** Cuts a line at blanks, up to a part that begins a comment. */
    private static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.strip().split("\\s+", -1)) {
            if (part.startsWith("#")) {
                break;
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static RedirectRule.Written read(List<String> parts) throws RuleException {
        String from = parts.getFirst();
        if (!isDestination(from)) {
            throw RuleException.of("the source '%s' must start with '/', 'http://' or 'https://'", from);
        }
        int at = 1;
        Map<String, String> query = new LinkedHashMap<>();
        while (at < parts.size() && !isDestination(parts.get(at)) && !STATUS.matcher(parts.get(at)).matches()) {
            addPair(parts.get(at++), query);
        }
        String to = at < parts.size() && isDestination(parts.get(at)) ? parts.get(at++) : null;
        int status = DEFAULT_STATUS;
        boolean force = false;
        if (at < parts.size() && !parts.get(at).contains("=")) {
            Matcher matcher = STATUS.matcher(parts.get(at));
            if (!matcher.matches()) {
                throw RuleException.of("'%s' is not a status: write three digits, and '!' to win over files, as in '301!'", parts.get(at));
            }
            status = Integer.parseInt(matcher.group(1));
            force = !matcher.group(2).isEmpty();
            at++;
        }
        return new RedirectRule.Written(from, query, to, status, force, conditions(parts.subList(at, parts.size())));
    }

    private static boolean isDestination(String part) {
        return part.startsWith("/") || Origin.starts(part);
    }

    private static void addPair(String part, Map<String, String> query) throws RuleException {
        int equals = part.indexOf('=');
        if (equals <= 0 || equals == part.length() - 1) {
            throw RuleException.of("'%s' is neither a destination, which starts with '/', 'http://' or 'https://', nor 'name=value'", part);
        }
        if (query.putIfAbsent(part.substring(0, equals), part.substring(equals + 1)) != null) {
            throw RuleException.of("'%s' names a parameter twice", part);
        }
    }

    private static Map<String, List<String>> conditions(List<String> parts) throws RuleException {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            @Nullable List<String> values = equals <= 0 ? null : List.of(part.substring(equals + 1).split(",", -1));
            if (values == null || conditions.putIfAbsent(part.substring(0, equals), values) != null) {
                throw RuleException.of("'%s' is too much: after the status come 'Country=…' and 'Language=…' alone", part);
            }
        }
        return conditions;
    }
}
