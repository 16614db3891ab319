package dev.fazt.plugin.sites.path;

import dev.fazt.plugin.sites.path.PathResolution.Outcome;

/** Is a way in which pages have addresses. Works on decoded paths with a leading slash. */
interface Addresses<F> {
    String INDEX = "index.html";
    String HTML = ".html";

    /** Resolves a path. */
    Outcome<F> resolve(String path);

    /** Takes from a path whatever ways there are to name a page. */
    static String bare(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (bare.endsWith(HTML)) {
            bare = bare.substring(0, bare.length() - HTML.length());
        }
        return bare.endsWith("/index") ? bare.substring(0, bare.length() - "/index".length()) : bare;
    }
}
