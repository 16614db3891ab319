package dev.fazt.plugin.sites.rules;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is the scheme and host of an address that a rule names.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, without a port
 * @param authority the host as it was written, with its port
 */
record Origin(String scheme, String host, String authority) {
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    /**
     * Is an address that is split into its origin and the rest.
     *
     * @param rest the path, query and fragment, starting with a slash
     */
    record Split(Origin origin, String rest) {}

    static boolean starts(String address) {
        return address.regionMatches(true, 0, "http://", 0, 7) || address.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Splits an address. */
    static Split split(String address) throws RuleException {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw RuleException.of("'%s' is not an address", address);
        }
        Matcher authority = AUTHORITY.matcher(matcher.group(2));
        if (!authority.matches()) {
            // Above all no placeholder: who visits must not choose the host that they are sent to.
            throw RuleException.of("'%s' has no plain host name after '//'", address);
        }
        String rest = matcher.group(3);
        Origin origin = new Origin(
                matcher.group(1).toLowerCase(Locale.ROOT), authority.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        return new Split(origin, rest.startsWith("/") ? rest : "/" + rest);
    }

    boolean matches(Visit visit) {
        return host.equals(visit.host()) && scheme.equals(visit.scheme());
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
