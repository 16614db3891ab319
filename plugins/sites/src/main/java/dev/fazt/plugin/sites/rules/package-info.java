/**
 * What a site says about how it is served: {@code _redirects} in Netlify's grammar, {@code _headers}, and {@code fazt.json}.
 * They are checked and compiled when a site is deployed, so that a mistake is told by file and line, and a request costs a
 * look-up.
 */
@NullMarked
package dev.fazt.plugin.sites.rules;

import org.jspecify.annotations.NullMarked;
