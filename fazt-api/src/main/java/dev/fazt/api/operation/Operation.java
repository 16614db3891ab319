package dev.fazt.api.operation;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Declares one control-plane capability.
 *
 * <p>The host makes of it an endpoint, {@code GET /api/<plugin>/<verb>} if it only reads and {@code POST} otherwise, and a
 * command, {@code fazt <plugin> <verb>}. Parameters are the components of a record: {@code String}, {@code int}, {@code long},
 * {@code double}, {@code boolean}, {@code Instant}, an enum, records of these, lists and maps. A component marked {@code @Nullable}
 * is optional and becomes an option of the command; the others are required and positional, in order. What a record refuses in
 * its compact constructor is answered with 422.
 *
 * @param name {@code <plugin>.<verb>}, such as {@code forms.export}
 * @param summary one sentence, imperative, without a full stop
 * @param effect what it does to the state
 * @param scope what a caller must hold
 * @param target the parameter whose value narrows the scope, see {@link #on}; null if none does
 * @param parameters a record, each component with a {@link Description}
 * @param result a record, which is sent as JSON, or {@link Download}
 * @param handler called on a virtual thread
 */
public record Operation<P extends Record, R extends Record>(
        String name,
        String summary,
        Effect effect,
        Scope scope,
        @Nullable String target,
        Class<P> parameters,
        Class<R> result,
        OperationHandler<P, R> handler) {

    /** The parameter that the host adds to an operation that destroys. */
    public static final String DRY_RUN = "dryRun";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

    /** Says what an operation does to the state. */
    public enum Effect {
        /** Changes nothing. */
        READ,
        /** Changes something, in a way that can be changed back. */
        WRITE,
        /**
         * Removes what can not be brought back. The command asks before it does so, and the host adds the boolean parameter
         * {@value Operation#DRY_RUN}: with it, the handler only tells what it would do, see {@link OperationCall#dryRun}.
         */
        DESTROY,
        /** Changes something, and takes a stream of bytes as the body of the request. */
        UPLOAD
    }

    public Operation {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not an operation name: write it like 'forms.export'".formatted(name));
        }
        if (!parameters.isRecord()) {
            throw new IllegalArgumentException("the parameters of %s must be a record".formatted(name));
        }
        if (target != null && !hasText(parameters, target)) {
            throw new IllegalArgumentException("%s has no parameter '%s' of type String".formatted(name, target));
        }
        if (effect == Effect.DESTROY && has(parameters, DRY_RUN)) {
            throw new IllegalArgumentException(
                    "%s may not declare '%s': the host adds it, and call.dryRun() tells it".formatted(name, DRY_RUN));
        }
    }

    /** Declares an operation whose scope is not narrowed by a parameter. */
    public Operation(
            String name,
            String summary,
            Effect effect,
            Scope scope,
            Class<P> parameters,
            Class<R> result,
            OperationHandler<P, R> handler) {
        this(name, summary, effect, scope, null, parameters, result, handler);
    }

    private static boolean has(Class<?> parameters, String component) {
        return Arrays.stream(parameters.getRecordComponents()).anyMatch(one -> one.getName().equals(component));
    }

    private static boolean hasText(Class<?> parameters, String component) {
        return Arrays.stream(parameters.getRecordComponents())
                .anyMatch(one -> one.getName().equals(component) && one.getType() == String.class);
    }

    /** Declares an operation that only reads; its scope is {@code <plugin>:read}. */
    public static <P extends Record, R extends Record> Operation<P, R> read(
            String name, String summary, Class<P> parameters, Class<R> result, OperationHandler<P, R> handler) {
        return new Operation<>(name, summary, Effect.READ, scope(name, "read"), parameters, result, handler);
    }

    /** Declares an operation that changes something; its scope is {@code <plugin>:<verb>}. */
    public static <P extends Record, R extends Record> Operation<P, R> write(
            String name, String summary, Class<P> parameters, Class<R> result, OperationHandler<P, R> handler) {
        return new Operation<>(name, summary, Effect.WRITE, scope(name, verbOf(name)), parameters, result, handler);
    }

    /** Declares an operation that removes what can not be brought back; its scope is {@code <plugin>:<verb>}. */
    public static <P extends Record, R extends Record> Operation<P, R> destroy(
            String name, String summary, Class<P> parameters, Class<R> result, OperationHandler<P, R> handler) {
        return new Operation<>(name, summary, Effect.DESTROY, scope(name, verbOf(name)), parameters, result, handler);
    }

    /** Declares an operation that takes a stream of bytes; its scope is {@code <plugin>:<verb>}. */
    public static <P extends Record, R extends Record> Operation<P, R> upload(
            String name, String summary, Class<P> parameters, Class<R> result, OperationHandler<P, R> handler) {
        return new Operation<>(name, summary, Effect.UPLOAD, scope(name, verbOf(name)), parameters, result, handler);
    }

    /** Returns this operation, carried out by another handler. */
    public Operation<P, R> handledBy(OperationHandler<P, R> other) {
        return new Operation<>(name, summary, effect, scope, target, parameters, result, other);
    }

    /** Returns this operation with another scope. */
    public Operation<P, R> withScope(Scope other) {
        return new Operation<>(name, summary, effect, other, target, parameters, result, handler);
    }

    /**
     * Returns this operation with a scope for each target: {@code Operation.write("forms.create", …).on("site")} asks for {@code
     * forms:create:blog} when {@code site} is {@code blog}. Who holds {@code forms:create} may create forms on all sites, who
     * holds {@code forms:create:blog} on that one. A call that names no target needs the scope for all.
     *
     * @param parameter the name of a component of type {@code String}
     */
    public Operation<P, R> on(String parameter) {
        return new Operation<>(name, summary, effect, scope, parameter, parameters, result, handler);
    }

    /** Returns what a caller must hold to use this operation on a target; null or what can be no target stands for all. */
    public Scope scopeFor(@Nullable String target) {
        return target == null ? scope : scope.of(target);
    }

    /** Returns the part of the name before the dot. */
    public String plugin() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Returns the part of the name after the dot. */
    public String verb() {
        return verbOf(name);
    }

    private static String verbOf(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static Scope scope(String name, String verb) {
        return new Scope(name.substring(0, Math.max(0, name.indexOf('.'))) + ":" + verb);
    }
}
