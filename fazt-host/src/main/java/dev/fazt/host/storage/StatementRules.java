package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps units of work and migrations from statements that reach beyond themselves: transactions belong to the writer, whose
 * batch a {@code COMMIT} would tear apart, and settings and attached files to the host.
 */
final class StatementRules {
    private static final String HOST = "host";
    private static final String AUDIT = "audit";
    private static final Set<String> IN_UNITS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "PRAGMA");
    private static final Set<String> HOST_PRAGMAS = Set.of("FREELIST_COUNT", "PAGE_COUNT", "PAGE_SIZE");
    private static final Set<String> IN_MIGRATIONS =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "ALTER", "DROP");
    private static final Pattern ROLLBACK = Pattern.compile("\\brollback\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*(\\w+)");
    private static final Pattern PRAGMA = Pattern.compile("\\s*PRAGMA\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    /** Finds what may contain a semicolon or a keyword without meaning one: literals, quoted names and comments. */
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern TABLE = Pattern.compile(
            "\\b(table|into|from|join|update|on|references)\\s+(if\\s+(not\\s+)?exists\\s+|or\\s+\\w+\\s+)?"
                    + "([\"`\\[]?main[\"`\\]]?\\s*\\.\\s*)?[\"`\\[]?(?<name>\\w+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TEXT_OR_COMMENT =
            Pattern.compile("'(?:[^']|'')*'|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private StatementRules() {}

    /** Returns the names that stand where a statement names a table, in lower case. */
    static Set<String> tablesIn(String script) {
        return TABLE.matcher(TEXT_OR_COMMENT.matcher(script).replaceAll(" "))
                .results()
                .map(found -> found.group("name").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Refuses what a unit of work may not run. */
    static void check(String statement, String plugin) {
        String bare = QUOTED.matcher(statement).replaceAll(found -> found.group().startsWith("'") || found.group().startsWith("\"") ? " x " : " ");
        String word = firstWord(bare);
        Matcher pragma = PRAGMA.matcher(bare);
        boolean allowed = word.equals("PRAGMA")
                ? pragma.lookingAt() && HOST_PRAGMAS.contains(pragma.group(1).toUpperCase(Locale.ROOT))
                : IN_UNITS.contains(word);
        if (!allowed) {
            throw refused(statement, plugin, "a unit of work may run SELECT, INSERT, UPDATE, DELETE and WITH");
        }
        if (!plugin.equals(HOST) && tablesIn(statement).contains(AUDIT)) {
            throw refused(statement, plugin, "a plugin keeps out of the audit log");
        }
        int end = bare.indexOf(';');
        if (end >= 0 && !bare.substring(end + 1).isBlank()) {
            throw refused(statement, plugin, "a unit of work runs one statement at a time");
        }
        if (ROLLBACK.matcher(bare).find()) {
            throw refused(statement, plugin, "a unit of work may not roll back what it shares with others: throw an exception");
        }
    }

    /** Refuses what a migration may not run. */
    static void checkScript(String script, String plugin) {
        for (String statement : QUOTED.matcher(script).replaceAll(" x ").split(";", -1)) {
            String bare = statement.strip().replaceAll("^(x\\s+)+", "");
            if (!bare.isEmpty() && !bare.equals("x") && !IN_MIGRATIONS.contains(firstWord(bare))) {
                throw refused(bare, plugin, "a migration may run CREATE, ALTER, DROP, INSERT, UPDATE, DELETE, WITH and SELECT");
            }
            if (ROLLBACK.matcher(bare).find()) {
                throw refused(bare, plugin, "a constraint may not roll back what it shares with others: leave ROLLBACK out");
            }
            if (bare.toUpperCase(Locale.ROOT).matches("(?s)CREATE\\s+(TEMP\\w*\\s+)?TRIGGER.*")) {
                throw refused(bare, plugin, "a migration may not create triggers: do it in the unit of work that writes");
            }
        }
    }

    private static String firstWord(String statement) {
        Matcher word = FIRST_WORD.matcher(statement);
        return word.lookingAt() ? word.group(1).toUpperCase(Locale.ROOT) : "";
    }

    private static FaztException refused(String statement, String plugin, String rule) {
        String shown = statement.strip().lines().findFirst().orElse("");
        return new FaztException(new Fault.Defect(plugin), "%s, but not: %s".formatted(rule, shown));
    }
}
