package dev.fazt.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is the one exception of Fazt. Its message is shown to users: lower-case, what happened, the value that was wrong, and what
 * to do about it; never a secret.
 */
public final class FaztException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public FaztException(Fault fault, String message) {
        this(fault, message, null);
    }

    public FaztException(Fault fault, String message, @Nullable Throwable cause) {
        // A fault of the caller is an answer, not an accident: without a stack trace it costs no more than one.
        super(message, cause, true, fault instanceof Fault.Defect || fault instanceof Fault.Resource);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The request as a whole is wrong: 400. */
    public static FaztException badRequest(String message) {
        return new FaztException(new Fault.Invalid(400, List.of()), message);
    }

    /** One field is wrong: 422. */
    public static FaztException invalid(String field, String message) {
        return new FaztException(
                new Fault.Invalid(422, List.of(new Fault.FieldError(field, "INVALID", message))), message);
    }

    /** The body is larger than allowed: 413. */
    public static FaztException tooLarge(String message) {
        return new FaztException(new Fault.Invalid(413, List.of()), message);
    }

    /** The content type is not one that is understood here: 415. */
    public static FaztException unsupportedMediaType(String message) {
        return new FaztException(new Fault.Invalid(415, List.of()), message);
    }

    /** The caller must say who they are: 401. */
    public static FaztException unauthenticated(String message) {
        return new FaztException(new Fault.Forbidden(401), message);
    }

    /** The caller is known, and may not: 403. */
    public static FaztException forbidden(String message) {
        return new FaztException(new Fault.Forbidden(403), message);
    }

    public static FaztException notFound(String message) {
        return new FaztException(new Fault.NotFound(), message);
    }

    /** The present state stands against it: 409. */
    public static FaztException conflict(String message) {
        return new FaztException(new Fault.Conflict(409), message);
    }

    /** A condition that the caller stated does not hold: 412. */
    public static FaztException preconditionFailed(String message) {
        return new FaztException(new Fault.Conflict(412), message);
    }

    /** The server can not take more just now: 503 with {@code Retry-After}. */
    public static FaztException busy(String message, Duration retryAfter) {
        return new FaztException(new Fault.Busy(503, retryAfter), message);
    }
}
