/**
 * Answers the requests of visitors. Each site has an immutable index in memory behind one pointer, and the bodies that are
 * asked for most stay in a cache that is bounded by bytes, so a hit touches no storage.
 */
@NullMarked
package dev.fazt.plugin.sites.serve;

import org.jspecify.annotations.NullMarked;
