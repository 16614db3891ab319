package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what a site wants changed in the headers of an answer. Immutable. */
public final class HeaderRules {
    static final HeaderRules NONE = new HeaderRules(List.of());

    private final List<HeaderRule> rules;
    private final boolean byHost;

    /**
     * Is what to change in the headers that an answer would have.
     *
     * @param removed in lower case; taken out first
     * @param set by name, in the order of the rules; each replaces what was there
     */
    public record Plan(Set<String> removed, Map<String, List<String>> set) {
        static final Plan NONE = new Plan(Set.of(), Map.of());

        /** Tells whether there is nothing to change. */
        public boolean isEmpty() {
            return removed.isEmpty() && set.isEmpty();
        }
    }

    HeaderRules(List<HeaderRule> rules) {
        this.rules = List.copyOf(rules);
        this.byHost = rules.stream().anyMatch(rule -> rule.origin() != null);
    }

    /** Tells whether the host of a request makes a difference. */
    public boolean byHost() {
        return byHost;
    }

    /** Tells what to change for a decoded path on any host. */
    public Plan plan(String path) {
        return plan(rules.stream().filter(rule -> rule.origin() == null).toList(), path);
    }

    /** Tells what to change for a request. */
    public Plan plan(Visit visit) {
        return plan(
                rules.stream()
                        .filter(rule -> rule.origin() == null || rule.origin().matches(visit))
                        .toList(),
                visit.path());
    }

    /** All rules that match apply, one after the other; values of the same name join. */
    private static Plan plan(List<HeaderRule> rules, String path) {
        Set<String> removed = new LinkedHashSet<>();
        Map<String, List<String>> set = new LinkedHashMap<>();
        Map<String, String> spelling = new LinkedHashMap<>();
        for (HeaderRule rule : rules) {
            List<HeaderRule.Edit> edits = rule.match(path);
            for (HeaderRule.Edit edit : edits == null ? List.<HeaderRule.Edit>of() : edits) {
                String name = spelling.computeIfAbsent(edit.key(), key -> edit.name());
                if (edit.value() == null) {
                    set.remove(name);
                    removed.add(edit.key());
                } else {
                    set.computeIfAbsent(name, key -> new ArrayList<>()).add(edit.value());
                }
            }
        }
        return set.isEmpty() && removed.isEmpty() ? Plan.NONE : new Plan(removed, set);
    }
}
