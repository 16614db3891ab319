package dev.fazt.plugin.sites.serve;

import dev.fazt.plugin.sites.rules.Visit;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/**
 * Shows a request to the rules.
 *
 * <p>Scheme and country come from headers that a proxy sets and that anyone can send; they choose between public pages, and
 * protect nothing. The cookies {@code nf_lang} and {@code nf_country} win over both, as at Netlify, so that visitors can choose.
 */
record RequestVisit(ServerRequest request, String path) implements Visit {
    private static final HeaderName PROTOCOL = HeaderNames.create("X-Forwarded-Proto");
    private static final HeaderName COUNTRY = HeaderNames.create("CF-IPCountry");

    @Override
    public String query() {
        return request.query().rawValue();
    }

    @Override
    public String scheme() {
        String forwarded = first(PROTOCOL);
        return forwarded.isEmpty() ? (request.isSecure() ? "https" : "http") : forwarded;
    }

    @Override
    public String host() {
        String authority = request.authority().toLowerCase(Locale.ROOT);
        int colon = authority.lastIndexOf(':');
        return colon > 0 && authority.indexOf(']', colon) < 0 ? authority.substring(0, colon) : authority;
    }

    @Override
    public String country() {
        String chosen = cookie("nf_country");
        return chosen.isEmpty() ? first(COUNTRY) : chosen;
    }

    @Override
    public String language() {
        String chosen = cookie("nf_lang");
        return chosen.isEmpty() ? preferred(header(HeaderNames.ACCEPT_LANGUAGE)) : chosen;
    }

    /** Returns the tag with the highest weight, the first of equals (RFC 9110, 12.5.4). */
    static String preferred(String header) {
        String best = "";
        double bestWeight = 0;
        for (String item : header.toLowerCase(Locale.ROOT).split(",", 32)) {
            int semicolon = item.indexOf(';');
            String tag = (semicolon < 0 ? item : item.substring(0, semicolon)).strip();
            double weight = semicolon < 0 ? 1 : weight(item.substring(semicolon + 1).strip());
            if (weight > bestWeight && !tag.isEmpty() && !tag.equals("*")) {
                best = tag;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static double weight(String parameter) {
        return parameter.matches("q\\s*=\\s*[01](\\.\\d{0,3})?")
                ? Double.parseDouble(parameter.substring(parameter.indexOf('=') + 1).strip())
                : 0;
    }

    private String cookie(String name) {
        return request.headers().cookies().first(name).orElse("").toLowerCase(Locale.ROOT);
    }

    private String first(HeaderName name) {
        String value = header(name);
        int comma = value.indexOf(',');
        return (comma < 0 ? value : value.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
    }

    private String header(HeaderName name) {
        return request.headers().contains(name) ? request.headers().get(name).values() : "";
    }
}
