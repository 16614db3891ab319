/**
 * The shared storage: one writer that many callers share by group commit, and readers beside it. A plugin hands in units of
 * work and never sees a connection, so nothing can bypass the writer and nothing can forget to close.
 */
@NullMarked
package dev.fazt.api.storage;

import org.jspecify.annotations.NullMarked;
