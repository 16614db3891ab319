package dev.fazt.api.operation;

import java.util.regex.Pattern;

/**
 * Declares one control-plane capability.
 *
 * <p>The host makes of it an endpoint, {@code GET /api/<plugin>/<verb>} if it only reads and {@code POST} otherwise, and a
 * command, {@code fazt <plugin> <verb>}. Parameters are the components of a record: {@code String}, {@code int}, {@code long},
 * {@code double}, {@code boolean}, {@code Instant}, an enum, or (in a JSON body) anything that Jackson reads. A component marked
 * {@code @Nullable} is optional and becomes an option of the command; the others are required and positional, in order.
 *
 * @param name {@code <plugin>.<verb>}, such as {@code forms.export}
 * @param summary one sentence, imperative, without a full stop
 * @param effect what it does to the state
 * @param scope what a caller must hold
 * @param parameters a record, each component with a {@link Description}
 * @param result a record, which is sent as JSON, or {@link Download}
 * @param handler called on a virtual thread
 */
public record Operation<P extends Record, R extends Record>(
        String name,
        String summary,
        Effect effect,
        Scope scope,
        Class<P> parameters,
        Class<R> result,
        OperationHandler<P, R> handler) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

    /** Says what an operation does to the state. */
    public enum Effect {
        /** Changes nothing. */
        READ,
        /** Changes something. */
        WRITE,
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

    /** Declares an operation that takes a stream of bytes; its scope is {@code <plugin>:<verb>}. */
    public static <P extends Record, R extends Record> Operation<P, R> upload(
            String name, String summary, Class<P> parameters, Class<R> result, OperationHandler<P, R> handler) {
        return new Operation<>(name, summary, Effect.UPLOAD, scope(name, verbOf(name)), parameters, result, handler);
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
