package dev.fazt.plugin.sites.path;

/** Lists the ways in which the addresses of pages may end. */
public enum TrailingSlash {
    /** {@code x.html} is shown at {@code /x}, and {@code x/index.html} at {@code /x/}. */
    AUTO,
    /** Every page is shown with a slash at its end. */
    ALWAYS,
    /** No page but the first is shown with a slash at its end. */
    NEVER
}
