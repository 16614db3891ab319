/**
 * Who may see what of a site: passwords, links that open a part for a while, and folders {@code private/} for holders of a token.
 * What is asked on every request is in memory.
 */
@NullMarked
package dev.fazt.plugin.sites.access;

import org.jspecify.annotations.NullMarked;
