/**
 * Counts what happens on the sites: page views from the server's own answers, other events from scripts. A request thread only
 * captures strings into a {@code Hit}; one thread makes rows of them, in which nobody can be recognised, and writes them in
 * batches.
 */
@NullMarked
package dev.fazt.plugin.analytics;

import org.jspecify.annotations.NullMarked;
