/**
 * Stores the bytes of files, addressed by their SHA-256 and cut into chunks. Nothing here knows sites or deploys, except the
 * sweep, which removes what no deploy needs.
 */
@NullMarked
package dev.fazt.plugin.sites.content;

import org.jspecify.annotations.NullMarked;
