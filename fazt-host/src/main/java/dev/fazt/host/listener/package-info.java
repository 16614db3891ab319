/**
 * Opens the port, and reads and writes for each client that connects: what is between the network and Helidon's HTTP/1.1. It exists so
 * that a connection that waits holds little, and that those who wait can be thousands.
 */
@NullMarked
package dev.fazt.host.listener;

import org.jspecify.annotations.NullMarked;
