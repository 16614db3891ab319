package dev.fazt.plugin.docs;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import java.util.Locale;

/** Decides by the rules of a collection what a caller may do. Thread-safe. */
final class Access {
    private final RuleBook rules;

    Access(RuleBook rules) {
        this.rules = rules;
    }

    boolean allows(Caller caller, Action action, DocumentCollection collection) {
        boolean owner = caller.kind() == Caller.Kind.OWNER;
        return switch (rules.of(collection).of(action)) {
            case ANYONE -> true;
            case NOBODY -> false;
            case OWNER, SESSION -> owner;
            case TOKEN -> owner || caller.may(action.scope()) || caller.may(action.scope(collection.name()));
        };
    }

    /**
     * Lets the caller pass.
     *
     * @throws FaztException 401 if the caller is not known, 403 if they are
     */
    void require(Caller caller, Action action, DocumentCollection collection) {
        if (!allows(caller, action, collection)) {
            throw refusal(caller, action, collection);
        }
    }

    FaztException refusal(Caller caller, Action action, DocumentCollection collection) {
        Rule rule = rules.of(collection).of(action);
        String what = "the rule '%s' of '%s' is '%s'"
                .formatted(action.name().toLowerCase(Locale.ROOT), collection.name(), rule.text());
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            return FaztException.unauthenticated(what + ": send a token");
        }
        return FaztException.forbidden(
                rule == Rule.TOKEN ? what + ": the token needs the scope " + action.scope() : what);
    }
}
