/** What every part of the host shares: its version, and how a start-up fails. */
@NullMarked
package dev.fazt.host;

import org.jspecify.annotations.NullMarked;
