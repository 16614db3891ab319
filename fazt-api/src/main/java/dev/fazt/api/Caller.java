package dev.fazt.api;

import dev.fazt.api.operation.Scope;
import java.util.Set;

/**
 * Tells who makes a request, as far as the host could verify it.
 *
 * @param kind how the caller proved who they are
 * @param name what the audit log calls them; empty for an anonymous caller
 * @param scopes what they may do
 */
public record Caller(Kind kind, String name, Set<Scope> scopes) {

    /** Lists the ways in which a caller is known. */
    public enum Kind {
        /** Nothing was presented. A credential that is wrong is refused by the host before it reaches a plugin. */
        ANONYMOUS,
        /** An API token. */
        TOKEN,
        /** The owner of this server. */
        OWNER
    }

    /** Is the caller of whom nothing is known. */
    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "", Set.of());

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Tells whether one of the caller's scopes covers the wanted one. */
    public boolean may(Scope wanted) {
        return scopes.stream().anyMatch(scope -> scope.covers(wanted));
    }
}
