/** Tests of the listener, with real sockets. */
@NullMarked
package dev.fazt.host.listener;

import org.jspecify.annotations.NullMarked;
