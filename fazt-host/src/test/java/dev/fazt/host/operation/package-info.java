/** Operations as their callers see them: parameters, progress, dry runs, downloads, scopes. */
@NullMarked
package dev.fazt.host.operation;

import org.jspecify.annotations.NullMarked;
