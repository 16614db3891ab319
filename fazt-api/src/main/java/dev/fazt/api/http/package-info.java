/**
 * Where a plugin's HTTP services are mounted, and what the host knows of each request. The HTTP types themselves are
 * Helidon's.
 */
@NullMarked
package dev.fazt.api.http;

import org.jspecify.annotations.NullMarked;
