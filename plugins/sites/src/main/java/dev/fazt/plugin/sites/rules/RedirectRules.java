package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first rule for a request. Immutable.
 *
 * <p>Rules with a plain path are found by hash, the others are tried in order; whichever is written first wins.
 */
public final class RedirectRules {
    static final RedirectRules NONE = new RedirectRules(List.of());

    private final Map<String, List<Numbered>> byPath = new HashMap<>();
    private final List<Numbered> dynamic = new ArrayList<>();
    private final boolean forced;

    private record Numbered(int order, RedirectRule rule) {}

    /** Is a rule that matched, with what its placeholders stand for. */
    public record Match(RedirectRule rule, Map<String, String> found, String query) {

        /** Tells whether the visitor is led to another address, which {@link #address} returns. */
        public boolean leads() {
            return rule.leads();
        }

        public int status() {
            return rule.status();
        }

        /** Tells whether the rule wins over a file. */
        public boolean force() {
            return rule.force();
        }

        /** Tells whether the address is one of this site, and needs the site's base path before it. */
        public boolean local() {
            return rule.target().local();
        }

        /** Returns the address to lead to, encoded. */
        public String address() {
            return rule.target().address(found, Query.without(query, rule.query().keySet()));
        }

        /** Returns the decoded path of the page to show; empty if there can be none. */
        public Optional<String> path() {
            return rule.target().localPath(found);
        }
    }

    /**
     * Is what became of a search.
     *
     * @param match null if no rule is for the request
     * @param varies whether another language would have changed the answer
     */
    public record Decision(@Nullable Match match, boolean varies) {
        static final Decision NONE = new Decision(null, false);
    }

    RedirectRules(List<RedirectRule> rules) {
        int order = 0;
        for (RedirectRule rule : rules) {
            Numbered numbered = new Numbered(order++, rule);
            if (rule.dynamic()) {
                dynamic.add(numbered);
            } else {
                byPath.computeIfAbsent(RedirectRule.withoutSlash(rule.pattern().literal()), path -> new ArrayList<>())
                        .add(numbered);
            }
        }
        forced = rules.stream().anyMatch(RedirectRule::force);
    }

    /** Tells whether there are no rules at all. */
    public boolean isEmpty() {
        return byPath.isEmpty() && dynamic.isEmpty();
    }

    /** Tells whether any rule wins over a file: if not, files need not wait for rules. */
    public boolean anyForced() {
        return forced;
    }

    /** Finds the rule for a request. */
    public Decision decide(Visit visit) {
        if (isEmpty()) {
            return Decision.NONE;
        }
        List<Numbered> exact = byPath.getOrDefault(RedirectRule.withoutSlash(visit.path()), List.of());
        boolean varies = false;
        int next = 0;
        int nextDynamic = 0;
        while (next < exact.size() || nextDynamic < dynamic.size()) {
            boolean takeExact = nextDynamic == dynamic.size()
                    || (next < exact.size() && exact.get(next).order < dynamic.get(nextDynamic).order);
            RedirectRule rule = takeExact ? exact.get(next++).rule : dynamic.get(nextDynamic++).rule;
            Map<String, String> found = rule.match(visit);
            if (found == null) {
                continue;
            }
            varies |= !rule.conditions().languages().isEmpty();
            if (rule.conditions().hold(visit)) {
                return new Decision(new Match(rule, found, visit.query()), varies);
            }
        }
        return varies ? new Decision(null, true) : Decision.NONE;
    }
}
