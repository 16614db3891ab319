package dev.fazt.plugin.sites.rules;

import dev.fazt.plugin.sites.path.SitePath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is where a rule leads: an address with {@code :name} where what was matched is put in. Immutable.
 *
 * <p>What is put in is percent-encoded for its place, so that it can neither add a query nor change the host.
 */
final class Target {
    private static final Pattern NAME = Pattern.compile(":([A-Za-z][A-Za-z0-9_]{0,63})");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern WHOLE_PART = Pattern.compile("[/=]:[A-Za-z][A-Za-z0-9_]*(?=[/?&#]|$)");
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%";

    private final @Nullable Origin origin;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String fragment;
    private final Set<String> names;

    private Target(
            @Nullable Origin origin, String path, @Nullable String query, @Nullable String fragment, Set<String> names) {
        this.origin = origin;
        this.path = path;
        this.query = query;
        this.fragment = fragment;
        this.names = Set.copyOf(names);
    }

    /**
     * Reads a target.
     *
     * @param names what the source of the rule matches
     */
    static Target parse(String written, Set<String> names) throws RuleException {
        Origin origin = null;
        String rest = written;
        if (Origin.starts(written)) {
            Origin.Split split = Origin.split(written);
            origin = split.origin();
            rest = split.rest();
        } else if (!written.startsWith("/")) {
            throw RuleException.of("the destination '%s' must start with '/', 'http://' or 'https://'", written);
        } else if (written.startsWith("//")) {
            throw RuleException.of("the destination '%s' would lead to another host: write 'https:' before it", written);
        }
        if (BAD_ESCAPE.matcher(rest).find() || rest.indexOf('\\') >= 0) {
            throw RuleException.of("the destination '%s' has a backslash or a bad percent escape", written);
        }
        Matcher part = WHOLE_PART.matcher(rest);
        while (part.find()) {
            if (!names.contains(part.group().substring(2))) {
                throw new RuleException("the destination uses '%s', which the source does not have"
                        .formatted(part.group().substring(1)));
            }
        }
        int hash = rest.indexOf('#');
        String fragment = hash < 0 ? null : escaped(rest.substring(hash + 1));
        String address = hash < 0 ? rest : rest.substring(0, hash);
        int mark = address.indexOf('?');
        Target target = new Target(
                origin,
                escaped(mark < 0 ? address : address.substring(0, mark)),
                mark < 0 ? null : escaped(address.substring(mark + 1)),
                fragment,
                names);
        if (target.local() && target.localPath(name -> "x").isEmpty()) {
            throw RuleException.of("the destination '%s' can not be a path of this site", written);
        }
        return target;
    }

    /** Escapes what may not stand in an address, and leaves escapes as they are. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
            escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return escaped.toString();
    }

    /** Tells whether it leads to a path of the same site. */
    boolean local() {
        return origin == null;
    }

    /** Returns the path of the same site that it leads to, decoded; empty if what was matched makes none. */
    Optional<String> localPath(Map<String, String> found) {
        return localPath(name -> found.getOrDefault(name, ""));
    }

    private Optional<String> localPath(Function<String, String> values) {
        return SitePath.decode(oneSlash(fill(path, values, false)));
    }

    /**
     * Returns the address.
     *
     * @param found decoded
     * @param carried the visitor's own query, raw, used if the target has none; may be empty
     */
    String address(Map<String, String> found, String carried) {
        Function<String, String> values = name -> found.getOrDefault(name, "");
        String filled = fill(path, values, false);
        String sent = query == null ? carried : fill(query, values, true);
        return (origin == null ? oneSlash(filled) : origin + filled)
                + (sent.isEmpty() ? "" : "?" + sent)
                + (fragment == null ? "" : "#" + fill(fragment, values, true));
    }

    /** Two slashes at the front would make what follows a host. */
    private static String oneSlash(String path) {
        int slashes = 1;
        while (slashes < path.length() && path.charAt(slashes) == '/') {
            slashes++;
        }
        return path.substring(slashes - 1);
    }

    private String fill(String template, Function<String, String> values, boolean inQuery) {
        if (template.indexOf(':') < 0) {
            return template;
        }
        return NAME.matcher(template).replaceAll(match -> Matcher.quoteReplacement(value(match, values, inQuery)));
    }

    private String value(MatchResult match, Function<String, String> values, boolean inQuery) {
        if (!names.contains(match.group(1))) {
            return match.group();
        }
        String encoded = SitePath.encode(values.apply(match.group(1)));
        return inQuery ? encoded.replace("&", "%26").replace("=", "%3D").replace("+", "%2B") : encoded;
    }
}
