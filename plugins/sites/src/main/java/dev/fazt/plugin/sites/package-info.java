/**
 * Deploys static sites and serves them from memory. A deploy is immutable and complete before one row, the pointer to the
 * live deploy, is swapped.
 */
@NullMarked
package dev.fazt.plugin.sites;

import org.jspecify.annotations.NullMarked;
