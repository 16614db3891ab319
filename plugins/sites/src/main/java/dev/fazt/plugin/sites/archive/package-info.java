/**
 * Reads an uploaded archive without trusting it. An archive is checked from end to end before anything of it is taken.
 */
@NullMarked
package dev.fazt.plugin.sites.archive;

import org.jspecify.annotations.NullMarked;
