package dev.fazt.host.audit;

import org.jspecify.annotations.Nullable;

/**
 * Is who did something, as far as it is known.
 *
 * @param kind {@code owner}, {@code token} or {@code anonymous}
 * @param name of the token, or {@code owner}; empty for an anonymous one
 * @param via how they proved it: {@code local}, {@code token}, {@code password}, {@code session} or {@code none}
 * @param credential the id of the token or of the session, which is no secret
 */
public record Actor(String kind, String name, String via, @Nullable String credential) {}
