package dev.fazt.plugin.sites.rules;

import dev.fazt.plugin.sites.path.SitePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is one block of {@code _headers} or {@code fazt.json}: headers for the paths that match. Immutable.
 *
 * @param origin the host that it is for; null for every host of the site
 */
record HeaderRule(@Nullable Origin origin, PathPattern pattern, List<Edit> edits) {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
    private static final Pattern NAME = Pattern.compile(":([A-Za-z][A-Za-z0-9_]{0,63})");

    /** What the server itself must say: lengths, encodings, validators and the connection. */
    private static final Set<String> RESERVED = Set.of(
            "accept-ranges", "age", "allow", "alt-svc", "connection", "content-encoding", "content-length", "content-range", "date",
            "etag", "keep-alive", "last-modified", "location", "server", "te", "trailer", "transfer-encoding", "upgrade");

    HeaderRule {
        edits = List.copyOf(edits);
    }

    /**
     * Sets or removes one header.
     *
     * @param name as it is written
     * @param value null to remove
     */
    record Edit(String name, @Nullable String value) {

        /** Checks an edit. */
        static Edit of(String name, @Nullable String value) throws RuleException {
            if (!TOKEN.matcher(name).matches()) {
                throw RuleException.of("'%s' is not the name of a header", name);
            }
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw RuleException.of("the header '%s' is the server's own and can not be changed", name);
            }
            if (name.equalsIgnoreCase("Basic-Auth")) {
                throw new RuleException("a password does not belong into a file of the site: use 'fazt site protect'");
            }
            if (value != null && value.isBlank()) {
                throw RuleException.of("the header '%s' has no value: write '! %1$s' to remove it", name);
            }
            if (value != null && !VALUE.matcher(value).matches()) {
                throw RuleException.of("the value of '%s' has characters beyond ASCII: escape them as the header's definition says", name);
            }
            return new Edit(name, value == null ? null : value.strip());
        }

        String key() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /** Starts a rule from the line that names its paths. */
    static HeaderRule of(String written, List<Edit> edits) throws RuleException {
        if (Origin.starts(written)) {
            Origin.Split split = Origin.split(written);
            return new HeaderRule(split.origin(), PathPattern.parse(split.rest()), edits);
        }
        return new HeaderRule(null, PathPattern.parse(written), edits);
    }

    /** Returns the edits for a path, with the placeholders filled in; null if the rule is for other paths. */
    @Nullable List<Edit> match(String path) {
        Map<String, String> found = pattern.match(path);
        if (found == null || found.isEmpty()) {
            return found == null ? null : edits;
        }
        List<Edit> filled = new ArrayList<>(edits.size());
        for (Edit edit : edits) {
            filled.add(edit.value() == null ? edit : new Edit(edit.name(), fill(edit.value(), found)));
        }
        return filled;
    }

    private static String fill(String value, Map<String, String> found) {
        if (value.indexOf(':') < 0) {
            return value;
        }
        return NAME.matcher(value).replaceAll(match -> {
            String part = found.get(match.group(1));
            // Encoded, since a path may have what no header can.
            return Matcher.quoteReplacement(
                    part == null ? match.group() : SitePath.encode(part));
        });
    }
}
