/** How the owner logs in, what a session and a token may, and how guessing is slowed down. */
@NullMarked
package dev.fazt.host.security;

import org.jspecify.annotations.NullMarked;
