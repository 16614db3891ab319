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
        at(document, value -> value.members("the file", Set.of()).forEach((name, member) -> at(member, in -> {
            switch (name) {
                case "$schema" -> in.text(name);
                case "spa" -> singlePage = in.flag(name);
                case "trailingSlash" -> slash = slash(in.text(name));
                case "ignore" -> ignored = IgnorePatterns.of(in.texts(name));
                case "headers" -> in.items(name).forEach(item -> at(item, this::header));
                case "redirects" -> in.items(name).forEach(item -> at(item, this::redirect));
                default -> throw LocatedJson.unknown(name, KEYS);
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
        Map<String, LocatedJson> members = value.members("a header rule", HEADER_KEYS);
        String path = LocatedJson.required(members, "for").text("for");
        List<HeaderRule.Edit> edits = new ArrayList<>();
        LocatedJson values = LocatedJson.required(members, "values");
        at(values, in -> in.members("values", Set.of()).forEach((name, each) -> at(each, edit -> {
            if (edit instanceof LocatedJson.Null) {
                edits.add(HeaderRule.Edit.of(name, null));
                return;
            }
            for (String text : edit instanceof LocatedJson.Items ? edit.texts(name) : List.of(edit.text(name))) {
                edits.add(HeaderRule.Edit.of(name, text));
            }
        })));
        headers.add(HeaderRule.of(path, edits));
    }

    private void redirect(LocatedJson value) throws RuleException {
        Map<String, LocatedJson> members = value.members("a redirect", REDIRECT_KEYS);
        LocatedJson to = members.get("to");
        LocatedJson status = members.get("status");
        LocatedJson force = members.get("force");
        redirects.add(RedirectRule.of(NAME, value.line(), new RedirectRule.Written(
                LocatedJson.required(members, "from").text("from"),
                query(members.get("query")),
                to == null ? null : to.text("to"),
                status == null ? DEFAULT_STATUS : status.number("status"),
                force != null && force.flag("force"),
                conditions(members.get("conditions")))));
    }

    private static Map<String, String> query(@Nullable LocatedJson value) throws RuleException {
        Map<String, String> query = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, LocatedJson> member : value.members("query", Set.of()).entrySet()) {
                query.put(member.getKey(), member.getValue().text(member.getKey()));
            }
        }
        return query;
    }

    private static Map<String, List<String>> conditions(@Nullable LocatedJson value) throws RuleException {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        if (value != null) {
            for (Map.Entry<String, LocatedJson> member :
                    value.members("conditions", Set.of("country", "language")).entrySet()) {
                conditions.put(member.getKey().toLowerCase(Locale.ROOT), member.getValue().texts(member.getKey()));
            }
        }
        return conditions;
    }
}
