package dev.fazt.host.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds in SQL what only one of the engines runs, or runs with another answer. */
final class PortableSql {
    private PortableSql() {}

    /**
     * Is one place in a text that breaks a rule.
     *
     * @param excerpt where it begins
     */
    record Finding(PortableRule rule, String excerpt) {
        /** Returns what to write instead. */
        String instead() {
            return rule.instead();
        }

        @Override
        public String toString() {
            return "%s at: %s%n      write: %s".formatted(rule, excerpt, instead());
        }
    }

    /** Checks a script, a statement or a part of one. */
    static List<Finding> check(String sql) {
        List<Finding> findings = new ArrayList<>();
        for (SqlStatement statement : SqlLexer.statements(sql)) {
            for (int i = 0; i < statement.size(); i++) {
                for (PortableRule rule : PortableRule.values()) {
                    if (rule.brokenAt(statement, i)) {
                        findings.add(new Finding(rule, statement.excerpt(i)));
                    }
                }
            }
        }
        return findings;
    }

    /** Checks an INSERT against the tables that a script makes: SQLite fills in an integer key that is left out. */
    static List<Finding> check(String sql, Collection<String> scripts) {
        Map<String, String> keys = new HashMap<>();
        for (String script : scripts) {
            for (SqlStatement table : SqlLexer.statements(script)) {
                TableDefinition.filledIn(table).ifPresent(key -> keys.put(lower(TableDefinition.name(table)), key));
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (SqlStatement statement : SqlLexer.statements(sql)) {
            int into = statement.outer("INTO");
            String key = into < 0 ? null : keys.get(lower(statement.at(into + 1).text()));
            if (key != null && statement.at(into + 2).is("(") && !names(statement, into + 2, key)) {
                findings.add(new Finding(PortableRule.IMPLICIT_KEY, statement.excerpt(0)));
            }
        }
        return findings;
    }

    private static boolean names(SqlStatement statement, int open, String column) {
        for (int i = open; i < statement.closing(open); i++) {
            if (statement.at(i).is(column)) {
                return true;
            }
        }
        return false;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
