/** Shows the command line as a user meets it: what it prints, and how it exits. */
@NullMarked
package dev.fazt.host.cli;

import org.jspecify.annotations.NullMarked;
