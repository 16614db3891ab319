/** Checks the rules of serving, as tables. */
@NullMarked
package dev.fazt.plugin.sites.serve;

import org.jspecify.annotations.NullMarked;
