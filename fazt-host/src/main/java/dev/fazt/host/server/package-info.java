/** The server: its configuration, its hosts and sites, how a request finds its handler, and how everything starts and stops. */
@NullMarked
package dev.fazt.host.server;

import org.jspecify.annotations.NullMarked;
