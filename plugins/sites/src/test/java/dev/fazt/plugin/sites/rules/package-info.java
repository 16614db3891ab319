/** Checks the rules of serving, as tables. */
@NullMarked
package dev.fazt.plugin.sites.rules;

import org.jspecify.annotations.NullMarked;
