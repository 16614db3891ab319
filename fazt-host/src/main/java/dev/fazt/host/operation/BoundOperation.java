package dev.fazt.host.operation;

import dev.fazt.api.Caller;
import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import java.io.InputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Is an operation with its parameters described, ready to be called with JSON. */
public final class BoundOperation<P extends Record, R extends Record> {
    private final Operation<P, R> operation;
    private final List<Parameter> parameters;
    private final JsonMapper json;

    public BoundOperation(Operation<P, R> operation, JsonMapper json) {
        this.operation = operation;
        this.parameters = Parameter.of(operation.parameters());
        this.json = json;
    }

    public Operation<P, R> operation() {
        return operation;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Carries out one call.
     *
     * @throws FaztException 403 if the caller lacks the scope, 422 naming each parameter that is missing or wrong
     */
    R call(ObjectNode arguments, Caller caller, InputStream body) throws Exception {
        if (!caller.may(operation.scope())) {
            throw caller.kind() == Caller.Kind.ANONYMOUS
                    ? FaztException.unauthenticated("'%s' needs a token".formatted(operation.name()))
                    : FaztException.forbidden("the token '%s' lacks the scope '%s': make one with 'fazt token create'"
                            .formatted(caller.name(), operation.scope()));
        }
        return operation.handler().handle(bind(arguments), new OperationCall(caller, body));
    }

    private P bind(ObjectNode arguments) {
        List<Fault.FieldError> missing = parameters.stream()
                .filter(parameter -> parameter.required() && !arguments.hasNonNull(parameter.name()))
                .map(parameter -> new Fault.FieldError(parameter.name(), "REQUIRED", "is required"))
                .toList();
        if (!missing.isEmpty()) {
            throw new FaztException(
                    new Fault.Invalid(422, missing),
                    "'%s' is required by '%s'".formatted(missing.getFirst().field(), operation.name()));
        }
        List<String> known = parameters.stream().map(Parameter::name).toList();
        for (String name : arguments.propertyNames()) {
            if (!known.contains(name)) {
                throw FaztException.invalid(name, "'%s' has no parameter '%s': it takes %s"
                        .formatted(operation.name(), name, known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        try {
            return json.treeToValue(arguments, operation.parameters());
        } catch (DatabindException e) {
            throw invalid(e);
        } catch (JacksonException e) {
            throw FaztException.badRequest("the parameters can not be read: " + e.getOriginalMessage());
        }
    }

    private FaztException invalid(DatabindException failure) {
        if (failure.getCause() instanceof FaztException own) {
            return own;
        }
        String field = failure.getPath().isEmpty()
                ? ""
                : String.valueOf(failure.getPath().getFirst().getPropertyName());
        String expected = parameters.stream()
                .filter(parameter -> parameter.name().equals(field))
                .map(parameter -> parameter.values().isEmpty()
                        ? parameter.type()
                        : "one of " + String.join(", ", parameter.values()))
                .findFirst()
                .orElse("another type");
        return FaztException.invalid(field, "'%s' must be %s".formatted(field, expected));
    }
}
