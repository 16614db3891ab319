package dev.fazt.plugin.analytics;

import org.jspecify.annotations.Nullable;

/**
 * Is what a request thread captures of something that happened: only strings that it holds anyway. It lives in memory for less
 * than a second as a rule; the address never goes further than the visitor's hash.
 *
 * @param site the site's name
 * @param kind {@link #PAGE_VIEW} or the name of a custom event
 * @param source who tells us
 * @param time epoch milliseconds
 * @param path without query, at most {@link #MAX_PATH} characters
 * @param query without the question mark; empty if there is none
 * @param referrer the URL of the page before; empty if unknown
 * @param host the host that was addressed, to tell internal referrers; empty if unknown
 * @param address the client's IP address
 * @param userAgent as sent, cut to {@link #MAX_USER_AGENT} characters; empty if none was sent
 * @param unlinked whether the visitor asked not to be tracked: counted, but not linked with any other hit
 * @param props a JSON object, or null
 */
record Hit(
        String site,
        String kind,
        Source source,
        long time,
        String path,
        String query,
        String referrer,
        String host,
        String address,
        String userAgent,
        boolean unlinked,
        @Nullable String props) {

    static final String PAGE_VIEW = "pageview";
    static final int MAX_PATH = 1_024;
    static final int MAX_URL = 2_048;
    static final int MAX_USER_AGENT = 512;

    /** Says who tells of a hit. */
    enum Source {
        /** The server, which sent the page. */
        SERVER,
        /** A script in the page. */
        SCRIPT
    }

    Hit {
        path = cut(path, MAX_PATH);
        query = cut(query, MAX_URL);
        referrer = cut(referrer, MAX_URL);
        userAgent = cut(userAgent, MAX_USER_AGENT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
