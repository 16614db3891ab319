/** The server that is measured: how a fresh one is started and stopped, and how the lab sets up and counts by its public API. */
@NullMarked
package dev.fazt.gatling.server;

import org.jspecify.annotations.NullMarked;
