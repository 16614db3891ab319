/** Builds plugins from source and drops them in. */
@NullMarked
package dev.fazt.host.plugin;

import org.jspecify.annotations.NullMarked;
