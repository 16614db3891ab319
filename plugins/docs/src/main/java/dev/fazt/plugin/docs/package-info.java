/**
 * Stores JSON documents in collections with rules, for pages of a site and for programs with a token. The hot path is the
 * insert: parsed once, one unit of work, one row in one B-tree.
 */
@NullMarked
package dev.fazt.plugin.docs;

import org.jspecify.annotations.NullMarked;
