package dev.fazt.host.domain;

import dev.fazt.api.FaztException;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a host as DNS does.
 *
 * @param value in lower case and ASCII (RFC 5890), two labels or more, without a dot at the end
 */
public record DomainName(String value) {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final String WWW = "www.";

    public DomainName {
        if (!NAME.matcher(value).matches()) {
            throw refused(value);
        }
    }

    /**
     * Reads a name as people write it: in any case and with any letters.
     *
     * @throws FaztException if it can not be the name of a host on the Internet, such as an IP address
     */
    public static DomainName parse(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        bare = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        try {
            return new DomainName(IDN.toASCII(bare, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notEvenClose) {
            throw refused(text);
        }
    }

    /** Returns the host that people may type in its place: with {@code www.} before it, or without. */
    public Optional<DomainName> sibling() {
        String other = value.startsWith(WWW) ? value.substring(WWW.length()) : WWW + value;
        return NAME.matcher(other).matches() ? Optional.of(new DomainName(other)) : Optional.empty();
    }

    private static FaztException refused(String text) {
        return FaztException.invalid(
                "domain",
                "'%s' is not a domain: write it like example.org, without http:// and port"
                        .formatted(text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }

    @Override
    public String toString() {
        return value;
    }
}
