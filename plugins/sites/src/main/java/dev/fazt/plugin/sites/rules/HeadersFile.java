package dev.fazt.plugin.sites.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code _headers}: a line with a path, then indented lines {@code Name: value}, or {@code ! Name} to remove.
 *
 * <p>The grammar is that of https://docs.netlify.com/routing/headers/ and
 * https://developers.cloudflare.com/pages/configuration/headers/.
 */
final class HeadersFile {
    static final String NAME = "_headers";

    private HeadersFile() {}

    static List<HeaderRule> parse(String text, RuleErrors errors) {
        List<HeaderRule> rules = new ArrayList<>();
        SourceText.@Nullable Line path = null;
        List<HeaderRule.Edit> edits = new ArrayList<>();
        for (SourceText.Line line : SourceText.lines(NAME, text, errors)) {
            String content = line.text().strip();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            try {
                if (!Character.isWhitespace(line.text().charAt(0)) && !content.startsWith("!")) {
                    add(path, edits, rules, errors);
                    path = requirePath(line, content);
                    edits = new ArrayList<>();
                } else if (path == null) {
                    throw new RuleException("a header needs a line with a path before it");
                } else {
                    edits.add(edit(content));
                }
            } catch (RuleException wrong) {
                errors.add(NAME, line.number(), wrong.getMessage());
            }
        }
        add(path, edits, rules, errors);
        return rules;
    }

    private static SourceText.Line requirePath(SourceText.Line line, String content) throws RuleException {
        if (!content.startsWith("/") && !Origin.starts(content)) {
            throw RuleException.of(
                    "'%s' is neither a path, which starts with '/', nor a header, which is indented", content);
        }
        return line;
    }

    private static HeaderRule.Edit edit(String content) throws RuleException {
        if (content.startsWith("!")) {
            return HeaderRule.Edit.of(content.substring(1).strip(), null);
        }
        int colon = content.indexOf(':');
        if (colon <= 0) {
            throw RuleException.of("'%s' is not a header: write 'Name: value'", content);
        }
        return HeaderRule.Edit.of(content.substring(0, colon).strip(), content.substring(colon + 1));
    }

    private static void add(
            SourceText.@Nullable Line path, List<HeaderRule.Edit> edits, List<HeaderRule> rules, RuleErrors errors) {
        if (path == null) {
            return;
        }
        try {
            rules.add(HeaderRule.of(path.text().strip(), edits));
        } catch (RuleException wrong) {
            errors.add(NAME, path.number(), wrong.getMessage());
        }
    }
}
