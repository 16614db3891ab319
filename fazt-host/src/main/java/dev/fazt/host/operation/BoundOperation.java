package dev.fazt.host.operation;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.operation.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Is an operation with its parameters described, ready to be called with JSON. Immutable. */
public final class BoundOperation<P extends Record, R extends Record> {
    private final Operation<P, R> operation;
    private final List<Parameter> parameters;
    private final JsonMapper json;

    public BoundOperation(Operation<P, R> operation, JsonMapper json) {
        this.operation = operation;
        this.parameters = Parameter.of(operation.parameters());
        this.json = json;
    }

    /** Is a call whose arguments are right, to be made once. */
    @FunctionalInterface
    interface Prepared {
        Record run(OperationCall call) throws Exception;
    }

    public Operation<P, R> operation() {
        return operation;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns the mapper for its parameters and its result. */
    JsonMapper json() {
        return json;
    }

    @Nullable Parameter parameter(String name) {
        return parameters.stream().filter(parameter -> parameter.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the plugin that has to answer for a defect; the host's own operations have many first parts. */
    String author() {
        boolean own = operation.parameters().getClassLoader() == BoundOperation.class.getClassLoader();
        return own ? "host" : operation.plugin();
    }

    /** Tells whether a caller may use this operation on something at least. */
    public boolean isFor(Caller caller) {
        return caller.may(operation.scope())
                || (operation.target() != null && caller.scopes().stream().anyMatch(held -> operation.scope().covers(held)));
    }

    /**
     * Checks the caller's scopes.
     *
     * @param target on what; null for all
     * @throws FaztException 401 if nothing is known of the caller, 403 if their scopes do not cover it
     */
    void authorize(Caller caller, @Nullable String target) {
        Scope wanted = operation.scopeFor(target);
        if (!caller.may(wanted)) {
            throw caller.kind() == Caller.Kind.ANONYMOUS
                    ? FaztException.unauthenticated("'%s' needs a token".formatted(operation.name()))
                    : FaztException.forbidden("the token '%s' lacks the scope '%s': make one with 'fazt token create'"
                            .formatted(caller.name(), wanted));
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws FaztException 422 naming each that is missing, unknown or wrong
     */
    Prepared prepare(Arguments arguments) {
        P bound = new ArgumentCheck(json, operation.name()).bind(arguments.values(), operation.parameters());
        return call -> operation.handler().handle(bound, call);
    }
}
