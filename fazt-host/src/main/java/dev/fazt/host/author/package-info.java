/**
 * What authors of plugins are given to begin with: a project that builds, runs and is tested. Nothing of it is needed by a server.
 */
@NullMarked
package dev.fazt.host.author;

import org.jspecify.annotations.NullMarked;
