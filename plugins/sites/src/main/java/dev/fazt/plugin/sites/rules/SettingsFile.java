package dev.fazt.plugin.sites.rules;

import dev.fazt.plugin.sites.path.TrailingSlash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads {@code fazt.json}. What it may hold is published as the JSON Schema {@code fazt.schema.json}, beside this class; it is
 * read by hand here because a schema's own errors know no lines. A test keeps the two at one.
 */
final class SettingsFile {
    static final String NAME = "fazt.json";
    private static final Set<String> KEYS =
            Set.of("$schema", "spa", "trailingSlash", "headers", "redirects", "ignore");
    private static final Set<String> HEADER_KEYS = Set.of("for", "values");
    private static final Set<String> REDIRECT_KEYS = Set.of("from", "to", "status", "force", "query", "conditions");
    private static final int DEFAULT_STATUS = 301;

    private final RuleErrors errors;
    private final List<RedirectRule> redirects = new ArrayList<>();
    private final List<HeaderRule> headers = new ArrayList<>();
    private boolean singlePage;
    private TrailingSlash slash = TrailingSlash.AUTO;
    private IgnorePatterns ignored = IgnorePatterns.NONE;

    private SettingsFile(RuleErrors errors) {
        this.errors = errors;
    }

    /** Is what the file says. */
    record Settings(
            boolean singlePage, TrailingSlash slash, IgnorePatterns ignored, List<RedirectRule> redirects, List<HeaderRule> headers) {}

    static Settings parse(@Nullable String text, RuleErrors errors) {
        SettingsFile file = new SettingsFile(errors);
        if (text != null) {
            try {
                file.read(LocatedJson.parse(text));
            } catch (JacksonException malformed) {
                int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
                errors.add(NAME, Math.max(1, line), "it is not JSON: " + firstLine(malformed.getOriginalMessage()));
            }
        }
        return new Settings(file.singlePage, file.slash, file.ignored, file.redirects, file.headers);
    }

    private static String firstLine(@Nullable String message) {
        String text = String.valueOf(message);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private interface Reader {
        void read(LocatedJson value) throws RuleException;
    }

    /** Reads one value; what is wrong with it is told with its line. */
    private void at(LocatedJson value, Reader reader) {
        try {
            reader.read(value);
        } catch (RuleException wrong) {
            errors.add(NAME, value.line(), wrong.getMessage());
        }
    }

    private void read(LocatedJson document) {
        at(document, value -> members(value, "the file", null).forEach((name, member) -> at(member, in -> {
            switch (name) {
                case "$schema" -> text(in, name);
                case "spa" -> singlePage = flag(in, name);
                case "trailingSlash" -> slash = slash(text(in, name));
                case "ignore" -> ignored = IgnorePatterns.of(texts(in, name));
                case "headers" -> items(in, name).forEach(item -> at(item, this::header));
                case "redirects" -> items(in, name).forEach(item -> at(item, this::redirect));
                default -> throw unknown(name, KEYS);
            }
        })));
    }

    private static TrailingSlash slash(String text) throws RuleException {
        return switch (text) {
            case "auto" -> TrailingSlash.AUTO;
            case "always" -> TrailingSlash.ALWAYS;
            case "never" -> TrailingSlash.NEVER;
            default -> throw RuleException.of("'trailingSlash' is \"auto\", \"always\" or \"never\", not '%s'", text);
        };
    }

    private void header(LocatedJson value) throws RuleException {
        Map<String, LocatedJson> members = members(value, "a header rule", HEADER_KEYS);
        String path = text(required(members, "for"), "for");
        List<HeaderRule.Edit> edits = new ArrayList<>();
        LocatedJson values = required(members, "values");
        at(values, in -> members(in, "values", null).forEach((name, each) -> at(each, edit -> {
            if (edit instanceof LocatedJson.Null) {
                edits.add(HeaderRule.Edit.of(name, null));
                return;
            }
            for (String text : edit instanceof LocatedJson.Items ? texts(edit, name) : List.of(text(edit, name))) {
                edits.add(HeaderRule.Edit.of(name, text));
            }
        })));
        headers.add(HeaderRule.of(path, edits));
    }

    private void redirect(LocatedJson value) throws RuleException {
        Map<String, LocatedJson> members = members(value, "a redirect", REDIRECT_KEYS);
        LocatedJson to = members.get("to");
        LocatedJson status = members.get("status");
        LocatedJson force = members.get("force");
        redirects.add(RedirectRule.of(NAME, value.line(), new RedirectRule.Written(
                text(required(members, "from"), "from"),
                query(members.get("query")),
                to == null ? null : text(to, "to"),
                status == null ? DEFAULT_STATUS : number(status, "status"),
                force != null && flag(force, "force"),
                conditions(members.get("conditions")))));
    }

    private static Map<String, String> query(@Nullable LocatedJson value) throws RuleException {
        Map<String, String> query = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, LocatedJson> member : members(value, "query", null).entrySet()) {
                query.put(member.getKey(), text(member.getValue(), member.getKey()));
            }
        }
        return query;
    }

    private static Map<String, List<String>> conditions(@Nullable LocatedJson value) throws RuleException {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, LocatedJson> member :
                    members(value, "conditions", Set.of("country", "language")).entrySet()) {
                conditions.put(member.getKey().toLowerCase(Locale.ROOT), texts(member.getValue(), member.getKey()));
            }
        }
        return conditions;
    }

    private static LocatedJson required(Map<String, LocatedJson> members, String name) throws RuleException {
        LocatedJson value = members.get(name);
        if (value == null) {
            throw RuleException.of("\"%s\" is missing", name);
        }
        return value;
    }

    private static Map<String, LocatedJson> members(LocatedJson value, String what, @Nullable Set<String> known)
            throws RuleException {
        if (!(value instanceof LocatedJson.Members members)) {
            throw RuleException.of("%s must be an object, in braces", what);
        }
        for (String name : members.members().keySet()) {
            if (known != null && !known.contains(name)) {
                throw unknown(name, known);
            }
        }
        return members.members();
    }

    private static RuleException unknown(String name, Set<String> known) {
        return RuleException.of(
                "'%s' is not known; there is " + String.join(", ", known.stream().sorted().toList()), name);
    }

    private static List<LocatedJson> items(LocatedJson value, String what) throws RuleException {
        if (value instanceof LocatedJson.Items items) {
            return items.items();
        }
        throw RuleException.of("'%s' must be a list, in brackets", what);
    }

    private static List<String> texts(LocatedJson value, String what) throws RuleException {
        List<String> texts = new ArrayList<>();
        for (LocatedJson item : items(value, what)) {
            texts.add(text(item, what));
        }
        return texts;
    }

    private static String text(LocatedJson value, String what) throws RuleException {
        if (value instanceof LocatedJson.Text text) {
            return text.value();
        }
        throw RuleException.of("'%s' must be a text, in quotes", what);
    }

    private static boolean flag(LocatedJson value, String what) throws RuleException {
        if (value instanceof LocatedJson.Flag flag) {
            return flag.value();
        }
        throw RuleException.of("'%s' must be true or false", what);
    }

    private static int number(LocatedJson value, String what) throws RuleException {
        if (value instanceof LocatedJson.Numeric number && number.value().matches("\\d{1,9}")) {
            return Integer.parseInt(number.value());
        }
        throw RuleException.of("'%s' must be a whole number", what);
    }
}
