/** Checks the rules of serving, as tables. */
@NullMarked
package dev.fazt.plugin.sites.path;

import org.jspecify.annotations.NullMarked;
