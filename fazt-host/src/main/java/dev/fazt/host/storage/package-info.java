/**
 * The storage engine: one data file, one writer that many callers share by group commit, and a pool of readers that can not
 * write. Everything that is durable goes through {@link dev.fazt.host.storage.StorageEngine}.
 */
@NullMarked
package dev.fazt.host.storage;

import org.jspecify.annotations.NullMarked;
