/**
 * Makes endpoints of the operations that the host and the plugins declare: binds their parameters, checks the caller's scope,
 * and writes the result.
 */
@NullMarked
package dev.fazt.host.operation;

import org.jspecify.annotations.NullMarked;
