/** Tests of the running server. */
@NullMarked
package dev.fazt.host.server;

import org.jspecify.annotations.NullMarked;
