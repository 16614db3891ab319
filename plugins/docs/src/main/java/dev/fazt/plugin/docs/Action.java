package dev.fazt.plugin.docs;

import dev.fazt.api.operation.Scope;

/** Lists what a collection has rules for. */
@SuppressWarnings("ImmutableEnumChecker") // Scope is a record of a String.
enum Action {
    READ("docs:read"),
    CREATE("docs:write"),
    UPDATE("docs:write"),
    DELETE("docs:write");

    private final Scope scope;

    Action(String scope) {
        this.scope = new Scope(scope);
    }

    /** Returns the scope that lets a token do this in all collections. */
    Scope scope() {
        return scope;
    }

    /** Returns the scope that lets a token do this in one collection. */
    Scope scope(String collection) {
        return new Scope(scope.value() + ":" + collection);
    }
}
