package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says for whom a rule is: {@code Country=…} and {@code Language=…}, any of each. Empty lists are for everyone.
 *
 * @param countries ISO 3166-1 codes in lower case
 * @param languages language tags in lower case
 */
record VisitorConditions(List<String> countries, List<String> languages) {
    static final VisitorConditions NONE = new VisitorConditions(List.of(), List.of());

    private static final Pattern COUNTRY = Pattern.compile("[a-z]{2}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}");

    VisitorConditions {
        countries = List.copyOf(countries);
        languages = List.copyOf(languages);
    }

    /** Checks conditions by name, as they are written. */
    static VisitorConditions of(Map<String, List<String>> written) throws RuleException {
        List<String> countries = new ArrayList<>();
        List<String> languages = new ArrayList<>();
        for (Map.Entry<String, List<String>> condition : written.entrySet()) {
            switch (condition.getKey().toLowerCase(Locale.ROOT)) {
                case "country" -> countries.addAll(checked(condition, COUNTRY, "a country: write two letters, as in 'Country=de,at'"));
                case "language" -> languages.addAll(checked(condition, LANGUAGE, "a language: write a tag, as in 'Language=en,de'"));
                default -> throw RuleException.of("the condition '%s' is not known: there are Country and Language", condition.getKey());
            }
        }
        return new VisitorConditions(countries, languages);
    }

    private static List<String> checked(Map.Entry<String, List<String>> condition, Pattern pattern, String what)
            throws RuleException {
        List<String> values = new ArrayList<>();
        for (String value : condition.getValue()) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (!pattern.matcher(lower).matches()) {
                throw RuleException.of("'%s' is not " + what, value);
            }
            values.add(lower);
        }
        return values;
    }

    boolean hold(Visit visit) {
        return (countries.isEmpty() || countries.contains(visit.country()))
                && (languages.isEmpty() || speaks(visit.language()));
    }

    /** A rule for {@code en} is for {@code en-GB} too (RFC 4647, basic filtering). */
    private boolean speaks(String preferred) {
        return languages.stream()
                .anyMatch(language -> preferred.equals(language) || preferred.startsWith(language + "-"));
    }
}
