/** The deploys of sites: taking one in, listing them, and moving the pointer between them. */
@NullMarked
package dev.fazt.plugin.sites.deploy;

import org.jspecify.annotations.NullMarked;
