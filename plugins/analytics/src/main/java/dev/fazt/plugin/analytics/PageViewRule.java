package dev.fazt.plugin.analytics;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Locale;

/**
 * Decides whether an answered request was a person looking at a page, from what the browser says of it (Fetch Metadata, W3C)
 * and from what was sent.
 *
 * <p>A view is a GET that was answered with an HTML page, new (200) or still fresh in the browser (304), for the window itself:
 * not for a frame, a script or a prefetch. A page that was not found is no view.
 */
final class PageViewRule {
    private static final HeaderName FETCH_DESTINATION = HeaderNames.create("Sec-Fetch-Dest");
    private static final HeaderName PRIVACY_CONTROL = HeaderNames.create("Sec-GPC");
    private static final HeaderName DO_NOT_TRACK = HeaderNames.create("DNT");
    private static final HeaderName SEC_PURPOSE = HeaderNames.create("Sec-Purpose");
    private static final HeaderName PURPOSE = HeaderNames.create("Purpose");
    private static final HeaderName X_PURPOSE = HeaderNames.create("X-Purpose");
    private static final HeaderName X_MOZ = HeaderNames.create("X-Moz");

    private PageViewRule() {}

    /** Tells whether it was a view. The cheapest questions come first: most requests are for assets. */
    static boolean isView(String method, int status, String path, Headers request, Headers response) {
        if (!method.equals("GET") || (status != 200 && status != 304)) {
            return false;
        }
        String contentType = text(response, HeaderNames.CONTENT_TYPE);
        boolean page = contentType.isEmpty() ? status == 304 && looksLikePage(path, request) : isHtml(contentType);
        if (!page) {
            return false;
        }
        String destination = text(request, FETCH_DESTINATION);
        return (destination.isEmpty() || destination.equalsIgnoreCase("document")) && !isPrefetch(request);
    }

    /**
     * Tells whether the visitor asks not to be tracked, by Global Privacy Control or by Do Not Track. Such a view is counted,
     * since a number names nobody, but gets no visitor hash: it can not be linked with another one.
     */
    static boolean asksForPrivacy(Headers request) {
        return text(request, PRIVACY_CONTROL).equals("1")
                || text(request, DO_NOT_TRACK).equals("1");
    }

    static String text(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).get().strip() : "";
    }

    private static boolean isHtml(String contentType) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return type.equalsIgnoreCase("text/html") || type.equalsIgnoreCase("application/xhtml+xml");
    }

    /** A 304 need not say what it is about (RFC 9110, 15.4.5), so the name and the wish of the client must do. */
    private static boolean looksLikePage(String path, Headers request) {
        String accept = text(request, HeaderNames.ACCEPT);
        if (!accept.isEmpty() && !accept.contains("text/html") && !accept.contains("*/*")) {
            return false;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        if (dot < 0 || dot == name.length() - 1) {
            return true;
        }
        String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        // "/docs/v1.2" has no extension: those start with a letter.
        return extension.equals("html")
                || extension.equals("htm")
                || extension.equals("xhtml")
                || !Character.isLetter(extension.charAt(0));
    }

    private static boolean isPrefetch(Headers request) {
        return text(request, SEC_PURPOSE).contains("prefetch")
                || text(request, PURPOSE).contains("prefetch")
                || text(request, X_MOZ).contains("prefetch")
                || text(request, X_PURPOSE).contains("preview");
    }
}
