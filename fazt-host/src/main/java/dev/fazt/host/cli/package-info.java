/**
 * The command line: a few commands of its own, and one for each operation that the server lists. It talks to every server,
 * also the one on this machine, over HTTP alone, so what works here works from elsewhere.
 */
@NullMarked
package dev.fazt.host.cli;

import org.jspecify.annotations.NullMarked;
