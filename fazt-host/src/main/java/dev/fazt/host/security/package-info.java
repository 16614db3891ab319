/** Who may do what: the owner, API tokens with scopes, and how both are verified. */
@NullMarked
package dev.fazt.host.security;

import org.jspecify.annotations.NullMarked;
