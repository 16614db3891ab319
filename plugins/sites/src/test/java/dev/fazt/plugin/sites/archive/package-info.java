/** Checks that no hostile archive is taken. */
@NullMarked
package dev.fazt.plugin.sites.archive;

import org.jspecify.annotations.NullMarked;
