package dev.fazt.plugin.sites.rules;

import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.SitePath;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the redirects that lead back to themselves, by following each as a browser would, through rules, files and clean
 * addresses.
 *
 * <p>Placeholders are followed with a value that no rule is likely to name. Other hosts are not followed: what they do is not
 * known here.
 */
final class RedirectLoops {
    /** What browsers follow at most: Firefox and Chrome give up after 20. */
    private static final int MOST_STEPS = 20;

    private static final String SAMPLE = "fazt-sample";

    private final RedirectRules rules;
    private final PathResolution<?> files;

    RedirectLoops(RedirectRules rules, PathResolution<?> files) {
        this.rules = rules;
        this.files = files;
    }

    /** Is a request on the way. */
    private record Step(String path, String query, RedirectRule start) implements Visit {
        @Override
        public String scheme() {
            return start.origin() == null ? "" : start.origin().scheme();
        }

        @Override
        public String host() {
            return start.origin() == null ? "" : start.origin().host();
        }

        @Override
        public String country() {
            List<String> countries = start.conditions().countries();
            return countries.isEmpty() ? "" : countries.getFirst();
        }

        @Override
        public String language() {
            List<String> languages = start.conditions().languages();
            return languages.isEmpty() ? "" : languages.getFirst();
        }
    }

    /** Reports each rule that is part of a loop. */
    void check(List<RedirectRule> all, RuleErrors errors) {
        for (RedirectRule rule : all) {
            if (rule.leads() && rule.target().local() && loops(rule)) {
                errors.add(rule.file(), rule.line(), "the redirect leads back to itself: "
                        + "change its destination, or show the page with status 200 instead (a slash at the end makes no difference)");
            }
        }
    }

    private boolean loops(RedirectRule start) {
        Map<String, String> samples = new LinkedHashMap<>();
        start.pattern().names().forEach(name -> samples.put(name, SAMPLE + (name.equals(PathPattern.SPLAT) ? "/splat" : name)));
        start.query().values().stream()
                .filter(value -> value.startsWith(":"))
                .forEach(value -> samples.put(value.substring(1), SAMPLE + value.substring(1)));
        @Nullable Step step = step(start.target().address(samples, ""), start);
        Set<Step> seen = new HashSet<>();
        boolean again = false;
        for (int count = 0; step != null; count++) {
            if (!seen.add(step) || count >= MOST_STEPS) {
                return again;
            }
            RedirectRules.Match match = rules.decide(step).match();
            again |= match != null && match.rule().equals(start);
            step = next(step, match);
        }
        return false;
    }

    /** Returns where a request leads to; null if it is answered. */
    private @Nullable Step next(Step step, RedirectRules.@Nullable Match match) {
        if (match == null || !match.force()) {
            PathResolution.Outcome<?> outcome = files.resolve(step.path());
            if (outcome.redirect() != null) {
                return new Step(outcome.redirect(), step.query(), step.start());
            }
            if (outcome.file() != null) {
                return null;
            }
        }
        return match != null && match.leads() && match.local() ? step(match.address(), step.start()) : null;
    }

    private static @Nullable Step step(String address, RedirectRule start) {
        int hash = address.indexOf('#');
        String sent = hash < 0 ? address : address.substring(0, hash);
        int mark = sent.indexOf('?');
        Optional<String> path = SitePath.decode(mark < 0 ? sent : sent.substring(0, mark));
        return path.isEmpty() ? null : new Step(path.get(), mark < 0 ? "" : sent.substring(mark + 1), start);
    }
}
