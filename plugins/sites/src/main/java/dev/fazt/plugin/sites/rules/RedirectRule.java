package dev.fazt.plugin.sites.rules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is one rule of {@code _redirects} or {@code fazt.json}. Immutable.
 *
 * @param file where it is written
 * @param line where it is written
 * @param origin the host that it is for; null for every host of the site
 * @param query what the query must have: a value, or {@code :name} for any
 * @param force whether it wins over a file
 */
public record RedirectRule(
        String file,
        int line,
        @Nullable Origin origin,
        PathPattern pattern,
        Map<String, String> query,
        Target target,
        int status,
        boolean force,
        VisitorConditions conditions) {

    /** What a rule can do: 200 shows another page, the 3xx lead there, the others show it with that status. */
    static final Set<Integer> STATUSES = Set.of(200, 301, 302, 303, 307, 308, 404, 410, 451);

    private static final Pattern VARIABLE = Pattern.compile(":[A-Za-z][A-Za-z0-9_]{0,63}");

    /** Is a rule as it is written, before it is understood. */
    record Written(
            String from,
            Map<String, String> query,
            @Nullable String to,
            int status,
            boolean force,
            Map<String, List<String>> conditions) {}

    /** Checks a rule. */
    static RedirectRule of(String file, int line, Written written) throws RuleException {
        if (!STATUSES.contains(written.status)) {
            throw new RuleException("a rule can not answer %d: use 301, 302, 303, 307, 308, 200, 404, 410 or 451"
                    .formatted(written.status));
        }
        Origin.Split source = Origin.starts(written.from) ? Origin.split(written.from) : null;
        String path = source == null ? written.from : source.rest();
        if (path.startsWith("/_fazt/")) {
            throw new RuleException("'/_fazt/' belongs to the server: its paths can not be redirected");
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw RuleException.of("write what the query must have as 'name=value' after the source, not in it: '%s'", path);
        }
        PathPattern pattern = PathPattern.parse(path);
        if (path.indexOf('*') >= 0 && !path.endsWith("/*")) {
            throw RuleException.of("the '*' of '%s' must be at its end, after a slash", path);
        }
        Target target = Target.parse(destination(written, path), names(pattern, written.query));
        boolean leads = written.status / 100 == 3;
        if (!leads && !target.local()) {
            throw new RuleException("status %d shows a page of this site: another server's can only be redirected to, with 301 or 302"
                    .formatted(written.status));
        }
        return new RedirectRule(
                file,
                line,
                source == null ? null : source.origin(),
                pattern,
                Map.copyOf(written.query),
                target,
                written.status,
                written.force,
                VisitorConditions.of(written.conditions));
    }

    /** Without a destination, a rule with 200 shows what it matched: it takes paths out of the rules that follow. */
    private static String destination(Written written, String path) throws RuleException {
        if (written.to != null) {
            return written.to;
        }
        if (written.status != 200) {
            throw new RuleException("the destination is missing: write 'from to status'");
        }
        return path.endsWith("/*") ? path.substring(0, path.length() - 1) + ":splat" : path;
    }

    private static Set<String> names(PathPattern pattern, Map<String, String> query) throws RuleException {
        Set<String> names = new LinkedHashSet<>(pattern.names());
        for (String value : query.values()) {
            if (value.startsWith(":") && !VARIABLE.matcher(value).matches()) {
                throw RuleException.of("'%s' is not the name of a placeholder: write letters and digits, as in 'id=:id'", value);
            }
            if (value.startsWith(":") && !names.add(value.substring(1))) {
                throw RuleException.of("the placeholder '%s' is used twice", value);
            }
        }
        return names;
    }

    /** Tells whether it can not be found by its path alone. */
    boolean dynamic() {
        return pattern.dynamic();
    }

    boolean leads() {
        return status / 100 == 3;
    }

    /** Returns what the placeholders stand for; null if the rule is for another path, host or query. */
    @Nullable Map<String, String> match(Visit visit) {
        if (origin != null && !origin.matches(visit)) {
            return null;
        }
        String path = visit.path();
        Map<String, String> found = pattern.match(path);
        if (found == null && pattern.dynamic()) {
            // A slash at the end makes no difference, as at Netlify: '/news/*' is for '/news' too, '/:year' for '/2026/'.
            found = pattern.match(pattern.open() ? path + "/" : withoutSlash(path));
        } else if (found == null && withoutSlash(pattern.literal()).equals(withoutSlash(path))) {
            found = Map.of();
        }
        return found == null || query.isEmpty() ? found : withQuery(found, visit.query());
    }

    private @Nullable Map<String, String> withQuery(Map<String, String> found, String sent) {
        Map<String, String> all = new LinkedHashMap<>(found);
        for (Map.Entry<String, String> wanted : query.entrySet()) {
            String value = Query.value(sent, wanted.getKey());
            if (value == null || value.isEmpty()) {
                return null;
            }
            if (wanted.getValue().startsWith(":")) {
                all.put(wanted.getValue().substring(1), value);
            } else if (!wanted.getValue().equals(value)) {
                return null;
            }
        }
        return all;
    }

    static String withoutSlash(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
