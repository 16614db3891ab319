/** Checks what is known of contents. */
@NullMarked
package dev.fazt.plugin.sites.content;

import org.jspecify.annotations.NullMarked;
